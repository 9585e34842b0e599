import assert from 'node:assert/strict';
import {after, before, describe, type TestContext, test} from 'node:test';
import {type Lack, lacks, type Need} from '../../contract/lacks.ts';
import {type Hand, handOf} from './hand.ts';
import {isReal, type Lab, openLab, type Variant, variants} from './lab.ts';

export interface ContractOptions {
  /** What it needs that the practice servers may lack. */
  readonly needs?: Need;
  /** Where it makes sense; everywhere without it. */
  readonly on?: Variant;
}

type Run = (hand: Hand, t: TestContext) => Promise<void>;

/** Says which tests there are; `runContract` runs them. */
export type Contract = (name: string, run: Run, options?: ContractOptions) => void;

const lackOf = (need: Need | undefined, variant: Variant): Lack | undefined => {
  if (isReal || need === undefined) return undefined;
  const lack: Lack = lacks[need];
  return lack.variants.includes(variant) ? lack : undefined;
};

/** A test whose need is lacking has to fail, and in the way that is known. */
const expectLack = async (need: string, {fails}: Lack, run: () => Promise<void>): Promise<void> => {
  let error: unknown;
  try {
    await run();
  } catch (caught) {
    error = caught;
  }
  assert.ok(error !== undefined, `The practice servers have "${need}" now: take it out of lacks.ts.`);
  const said = error instanceof Error ? `${error.name}: ${error.message} ${String(error.cause ?? '')}` : '';
  assert.match(said, fails, `It lacks "${need}", and failed for another reason.`);
};

/**
 * Runs the tests of a file on the real lab that the environment names; without one on practice servers, once with
 * ZooKeeper and once with KRaft. They are started once a file.
 */
export const runContract = (subject: string, declare: (contract: Contract) => void): void => {
  for (const variant of variants)
    describe(`${subject}, ${variant}`, () => {
      let lab: Lab | undefined;
      before(async () => {
        lab = await openLab(variant);
      });
      after(() => lab?.close());
      declare((name, run, {needs, on} = {}) => {
        if (on !== undefined && on !== variant) return;
        const lack = lackOf(needs, variant);
        test(lack === undefined ? name : `${name} (lacking: ${needs})`, async t => {
          assert.ok(lab, 'the servers have started');
          const hand = handOf(lab, t);
          if (lack === undefined || needs === undefined) await run(hand, t);
          else await expectLack(needs, lack, () => run(hand, t));
        });
      });
    });
};
