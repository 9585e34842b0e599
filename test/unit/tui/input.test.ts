import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {keyOf} from '../../../source/keys/chord.ts';
import {createInputAssembler} from '../../../source/tui/terminal/input.ts';
import {createFakeClock} from '../../support/clock.ts';
import {keySequences, reports} from '../../support/sequences.ts';

/** What a program sees of bytes that come with the given pauses. */
const listen = () => {
  const clock = createFakeClock();
  const seen: string[] = [];
  const assembler = createInputAssembler(clock, {
    onSequence(sequence) {
      const key = keyOf(sequence);
      if (key) seen.push(key.chord);
    },
    onPaste: text => void seen.push(`paste(${text})`),
  });
  return {
    clock,
    seen,
    send: (bytes: string | Uint8Array) => assembler.push(Buffer.from(bytes)),
    sendSlowly(text: string, pause: number) {
      for (const byte of Buffer.from(text)) {
        assembler.push(Buffer.of(byte));
        clock.advanceSync(pause);
      }
    },
  };
};

const chordsOf = (text: string, pause?: number): readonly string[] => {
  const {seen, send, sendSlowly, clock} = listen();
  if (pause === undefined) send(text);
  else sendSlowly(text, pause);
  clock.advanceSync(5000);
  assert.equal(clock.pending(), 0);
  return seen;
};

describe('keys over a slow link', () => {
  it('are whole with 60 ms between any two bytes', () => {
    for (const [sequence, chord] of keySequences)
      assert.deepEqual(chordsOf(sequence, 60), [chord], JSON.stringify(sequence));
  });

  it('are whole when cut in two anywhere', () => {
    for (const [sequence, chord] of keySequences) {
      for (let at = 1; at < sequence.length; at++) {
        const {seen, send, clock} = listen();
        send(sequence.slice(0, at));
        clock.advanceSync(60);
        send(sequence.slice(at));
        clock.advanceSync(1000);
        assert.deepEqual(seen, [chord], JSON.stringify([sequence, at]));
      }
    }
  });

  it('fire nothing for reports, however they are cut', () => {
    for (const report of reports) {
      assert.deepEqual(chordsOf(report), [], JSON.stringify(report));
      assert.deepEqual(chordsOf(report, 60), [], JSON.stringify(report));
      assert.deepEqual(chordsOf(`${report}j`, 60), ['j'], JSON.stringify(report));
    }
  });

  it('make one character of UTF-8 that comes byte by byte', () => {
    assert.deepEqual(chordsOf('ä注🎉', 60), ['ä', '注', '🎉']);
  });

  it('follow each other when many come at once', () => {
    assert.deepEqual(chordsOf('\u001b[A\u001b[Bjk\u001b[5~q'), ['up', 'down', 'j', 'k', 'pageup', 'q']);
  });
});

describe('keys over a link that tears them', () => {
  it('are whole with 900 ms between any two bytes behind the second', () => {
    for (const [sequence, chord] of keySequences) {
      const {seen, send, sendSlowly, clock} = listen();
      send(sequence.slice(0, 2));
      sendSlowly(sequence.slice(2), 900);
      clock.advanceSync(5000);
      assert.deepEqual(seen, [chord], JSON.stringify(sequence));
    }
  });

  it('fire no letters when Esc was fired too early, and are whole from then on', () => {
    const {seen, send, clock} = listen();
    for (const [at, expected] of [
      ['\u001b[A', ['escape', 'up']],
      ['\u001b[5~', ['pageup']],
      ['\u001bOB', ['down']],
    ] as const) {
      seen.length = 0;
      send('\u001b');
      clock.advanceSync(180);
      send(at.slice(1));
      assert.deepEqual(seen, expected, JSON.stringify(at));
    }
  });

  it('make Esc wait for half a second at most', () => {
    const {seen, send, clock} = listen();
    send('\u001b');
    clock.advanceSync(499);
    send('[A');
    seen.length = 0;
    send('\u001b');
    clock.advanceSync(499);
    assert.deepEqual(seen, []);
    clock.advanceSync(1);
    assert.deepEqual(seen, ['escape']);
  });

  it('are whole when the program was busy while they came, however long', () => {
    const clock = createFakeClock();
    const seen: string[] = [];
    /** What the system's clock puts off until input was read. */
    const putOff: (() => void)[] = [];
    const assembler = createInputAssembler(
      {
        ...clock,
        afterArrived(run) {
          putOff.push(run);
          return () => void putOff.splice(putOff.indexOf(run), 1);
        },
      },
      {onSequence: sequence => void seen.push(keyOf(sequence)?.chord ?? '?'), onPaste: () => {}},
    );
    const bytes = Buffer.from('\u001b[A');
    assembler.push(bytes.subarray(0, 1));
    clock.advanceSync(3000);
    assembler.push(bytes.subarray(1));
    for (const run of putOff) run();
    assert.deepEqual(seen, ['up']);
  });
});

describe('Esc', () => {
  it('is known after 100 ms and not before', () => {
    const {seen, send, clock} = listen();
    send('\u001b');
    clock.advanceSync(99);
    assert.deepEqual(seen, []);
    clock.advanceSync(1);
    assert.deepEqual(seen, ['escape']);
  });

  it('is itself before a key that starts no sequence, which follows', () => {
    assert.deepEqual(chordsOf('\u001bj'), ['escape', 'j']);
    assert.deepEqual(chordsOf('\u001bq', 60), ['escape', 'q']);
    assert.deepEqual(chordsOf('\u001b\r'), ['escape', 'enter']);
    assert.deepEqual(chordsOf('\u001bä', 60), ['escape', 'ä']);
    assert.deepEqual(chordsOf('\u001b\u001b'), ['escape', 'escape']);
    assert.deepEqual(chordsOf('\u001b\u001b[A', 60), ['escape', 'up']);
  });

  it('is itself when [ or O is typed a while after it, and so are those', () => {
    const {seen, send, clock} = listen();
    for (const typed of ['[', 'O']) {
      send('\u001b');
      clock.advanceSync(501);
      send(typed);
    }
    assert.deepEqual(seen, ['escape', '[', 'escape', 'O']);
  });

  it('is itself before a key that could start an answer but does not', () => {
    assert.deepEqual(chordsOf('\u001bP'), ['escape', 'P']);
  });
});

describe('what is broken', () => {
  it('is dropped, and the next key counts', () => {
    const {seen, send, clock} = listen();
    for (const broken of ['\u001b[', '\u001b[1;', '\u001bO', '\u001b]0;x', '\u001bPabc', '\u001b[<0;1']) {
      send(broken);
      clock.advanceSync(1001);
      send('j');
    }
    assert.deepEqual(seen, ['j', 'j', 'j', 'j', 'j', 'j']);
  });

  it('ends where another sequence begins', () => {
    assert.deepEqual(chordsOf('\u001b[1;\u001b[A'), ['up']);
    assert.deepEqual(chordsOf('\u001b]0;x\u001b[A'), ['up']);
    assert.deepEqual(chordsOf('\u001bO\u001b[A'), ['up']);
  });

  it('loses only itself when it is UTF-8', () => {
    const {seen, send} = listen();
    send(Buffer.from([0xff, 0xc3, 0x6a, 0xa4, 0xe6, 0xb3, 0x6b]));
    assert.deepEqual(seen, ['j', 'k']);
  });

  it('is dropped whole, however long it goes on', () => {
    const {seen, send, clock} = listen();
    send('\u001b]');
    for (let time = 0; time < 100; time++) send('x'.repeat(1000));
    send('\u0007j');
    send(`\u001b[${'1;'.repeat(10_000)}A`);
    clock.advanceSync(1000);
    send('k');
    assert.deepEqual(seen, ['j', 'k']);
  });
});

describe('a paste', () => {
  const start = '\u001b[200~';
  const end = '\u001b[201~';

  it('is one text and fires no key, also when it comes in pieces', () => {
    const text = 'q\r\nd注 \u001b[A x';
    assert.deepEqual(chordsOf(`${start}${text}${end}j`), [`paste(${text})`, 'j']);
    assert.deepEqual(chordsOf(`${start}${text}${end}j`, 60), [`paste(${text})`, 'j']);
    assert.deepEqual(chordsOf(start + end), ['paste()']);
  });

  it('whose end was lost is still a paste', () => {
    const {seen, send, clock} = listen();
    send(`${start}delete`);
    clock.advanceSync(1999);
    assert.deepEqual(seen, []);
    clock.advanceSync(1);
    send('j');
    assert.deepEqual(seen, ['paste(delete)', 'j']);
  });

  it('is cut at a mebibyte, and its end is still seen', () => {
    const {seen, send} = listen();
    send(`${start}${'x'.repeat(1_100_000)}${end}j`);
    assert.equal(seen.length, 2);
    assert.equal(seen[0]?.length, 'paste()'.length + 1_048_576);
    assert.equal(seen[1], 'j');
  });
});
