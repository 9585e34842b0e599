import assert from 'node:assert/strict';
import {test} from 'node:test';
import {labFiles, readServices, type Variant} from '../../source/clients/compose/files.ts';
import {composePrograms, run} from './support.ts';

const variants: readonly Variant[] = ['zookeeper', 'kraft'];
const cases = variants.flatMap(variant => [true, false].map(isOffline => labFiles(variant, isOffline)));

/** What `config --format json` of Compose v2 and later says, as far as it is compared. */
interface ResolvedService {
  readonly container_name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports?: readonly {readonly host_ip: string; readonly published: string}[];
  readonly depends_on?: Readonly<Record<string, {readonly condition: string}>>;
}

const on = (program: readonly string[], files: (typeof cases)[number], ...args: readonly string[]) =>
  run([...program, '-p', 'kafka-lab', '--env-file', files.environment, '-f', files.compose, ...args]);

for (const program of composePrograms()) {
  const version = (await run([...program, 'version', '--short'])).trim();
  const isFirst = version.startsWith('1.');

  for (const files of cases) {
    const name = `Compose ${version} with ${files.variant}, ${files.isOffline ? 'offline' : 'published'} images`;

    test(`${name}: loads the file`, async () => {
      const printed = await on(program, files, 'config', '-q');
      assert.equal(printed, '');
    });

    if (isFirst) continue;

    test(`${name}: says of every service what we read ourselves`, async () => {
      const all = [...program, '--profile', 'akhq', '--profile', 'scale'];
      const printed = await on(all, files, 'config', '--format', 'json');
      const resolved: Readonly<Record<string, ResolvedService>> = JSON.parse(printed).services;
      const byName = (one: {readonly name: string}, other: {readonly name: string}) =>
        one.name.localeCompare(other.name);
      assert.deepEqual(
        readServices(files)
          .map(({name: service, container, image, hostPorts, dependsOn}) => ({
            name: service,
            container,
            image,
            hostPorts,
            dependsOn: dependsOn.map(one => `${one.container} ${one.condition}`).sort(),
          }))
          .sort(byName),
        Object.entries(resolved)
          .map(([service, one]) => ({
            name: service,
            container: one.container_name,
            image: one.image,
            hostPorts: (one.ports ?? []).map(({published}) => Number(published)),
            dependsOn: Object.entries(one.depends_on ?? {})
              .map(([needed, {condition}]) => `${needed} ${condition.replace('service_', '')}`)
              .sort(),
          }))
          .sort(byName),
      );
      for (const [service, {labels, ports = []}] of Object.entries(resolved)) {
        assert.equal(labels['io.kafka-lab.variant'], files.variant, service);
        assert.deepEqual(
          ports.filter(({host_ip}) => host_ip !== '127.0.0.1'),
          [],
          `${service} listens on this machine only`,
        );
      }
    });

    test(`${name}: AKHQ ${files.isOffline ? 'is not installed' : 'is a part of the lab'}, and kafka3 waits for its profile`, async () => {
      const services = (await on(program, files, 'config', '--services')).trim().split('\n');
      assert.equal(services.includes('akhq'), !files.isOffline);
      assert.equal(services.includes('kafka3'), false);
    });
  }
}
