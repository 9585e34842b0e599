import assert from 'node:assert/strict';
import {test} from 'node:test';
import {afterPullEvent, decodePull, startOfPull} from '../../../../source/clients/docker/pull.ts';

const follow = (lines: readonly unknown[]) => {
  let progress = startOfPull('postgres:16');
  const shares: number[] = [];
  for (const line of lines) {
    progress = afterPullEvent(progress, decodePull(line));
    if (progress.totalBytes !== null) shares.push(progress.downloadedBytes / progress.totalBytes);
  }
  return {progress, shares};
};

const lines = [
  {status: 'Pulling from library/postgres', id: '16'},
  {status: 'Pulling fs layer', id: 'a'},
  {status: 'Pulling fs layer', id: 'b'},
  {status: 'Already exists', id: 'c'},
  {status: 'Downloading', id: 'a', progressDetail: {current: 10, total: 100}},
  {status: 'Downloading', id: 'b', progressDetail: {current: 20, total: 50}},
  {status: 'Downloading', id: 'a', progressDetail: {current: 100, total: 100}},
  {status: 'Verifying Checksum', id: 'a'},
  {status: 'Download complete', id: 'a'},
  {status: 'Extracting', id: 'a', progressDetail: {current: 5, total: 100}},
  {status: 'Download complete', id: 'b'},
  {status: 'Pull complete', id: 'a'},
  {status: 'Pull complete', id: 'b'},
  {status: 'Status: Downloaded newer image for postgres:16'},
];

test('the total is unknown until every layer has said its size', () => {
  assert.equal(follow(lines.slice(0, 5)).progress.totalBytes, null);
  assert.equal(follow(lines.slice(0, 6)).progress.totalBytes, 150);
});

test('the bar never goes back', () => {
  const {progress, shares} = follow(lines);
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
  assert.equal(shares.at(-1), 1);
  assert.equal(progress.layersDone, 3);
  assert.equal(progress.status, 'Status: Downloaded newer image for postgres:16');
});

test('a layer too small for a progress line counts as nothing', () => {
  const {progress} = follow([
    {status: 'Pulling fs layer', id: 'a'},
    {status: 'Download complete', id: 'a'},
  ]);
  assert.equal(progress.totalBytes, 0);
});
