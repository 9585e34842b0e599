import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {test} from 'node:test';
import {createDockerClient} from '../../../source/clients/docker/client.ts';
import {systemClock} from '../../../source/clock.ts';
import {readConfig} from '../../../source/config.ts';
import type {Target} from '../../../source/model/target.ts';
import {listenForLife} from '../../../source/practice/life.ts';
import {createStore} from '../../../source/store/store.ts';
import {initialUi, type Ui} from '../../../source/store/ui.ts';
import {createLooking} from '../../../source/tui/links/looking.ts';
import {temporaryFolder} from '../../support/engine.ts';

test('once there is a target, nothing is said of looking for one', async context => {
  const folder = await temporaryFolder(context);
  const life = await listenForLife(path.join(folder, 'life.sock'), () => {});
  const config = {
    ...readConfig({
      flags: {},
      environment: {DOCKER_HOST: `unix://${folder}/nowhere.sock`},
      home: folder,
      platform: 'linux',
    }),
    practiceFolder: folder,
  };
  const endpoints = {
    pid: process.pid,
    bootstrap: ['127.0.0.1:1'],
    dockerHost: `unix://${folder}/engine.sock`,
    connect: [],
    postgres: null,
    scene: 'quiet',
    variant: 'zookeeper',
    speed: 1,
    life: path.join(folder, 'life.sock'),
  };
  await writeFile(path.join(folder, `practice-${process.pid}.json`), JSON.stringify(endpoints));
  const ui = createStore<Ui>(initialUi(2000));
  const said: string[] = [];
  const targets: Target[] = [];
  const looking = createLooking({
    config,
    clock: systemClock,
    engines: {docker: address => createDockerClient({address, clock: systemClock, deadline: 10_000})},
    engine: undefined,
    ui,
    notify(tone, text) {
      said.push(text);
      ui.update(state => ({...state, notices: [...state.notices, {id: said.length, tone, text}]}));
    },
    requestFrame: () => {},
    signal: AbortSignal.timeout(60_000),
    hasTarget: () => targets.length > 0,
    begin: target => targets.push(target),
    end: async () => {},
  });
  context.after(async () => {
    looking.leave();
    await life.close();
  });
  ui.update(state => ({...state, notices: [{id: 0, tone: 'good', text: 'Something else.'}]}));
  await looking.run();
  assert.equal(targets[0]?.kind, 'practice');
  assert.ok(said.some(text => text.startsWith('Looking for a practice lab')));
  assert.deepEqual(
    ui.get().notices.map(({text}) => text),
    ['Something else.'],
  );
});
