import {dig, number, text} from '../json.ts';

/**
 * POST /images/create, one document a line: `{status, id, progressDetail: {current, total}}` per layer, then
 * `Digest: …` and `Status: …`. A failure in mid-stream comes with HTTP 200, as `{error}`.
 */
export interface PullEvent {
  readonly status: string;
  /** The layer, null for a line about the whole image. */
  readonly layer: string | null;
  readonly current: number | null;
  readonly total: number | null;
  readonly error: string | null;
}

export const decodePull = (value: unknown): PullEvent => ({
  status: text(dig(value, 'status')) ?? '',
  layer: text(dig(value, 'id')) ?? null,
  current: number(dig(value, 'progressDetail', 'current')) ?? null,
  total: number(dig(value, 'progressDetail', 'total')) ?? null,
  error: text(dig(value, 'error')) ?? null,
});

interface Layer {
  readonly status: string;
  readonly downloaded: number;
  /** Bytes to download; null until the first `Downloading` line says. */
  readonly total: number | null;
  readonly isDone: boolean;
}

/** How far the pull of one image is. */
export interface PullProgress {
  readonly image: string;
  readonly layers: ReadonlyMap<string, Layer>;
  readonly layersDone: number;
  readonly downloadedBytes: number;
  /** Null while the size of some layer is not known yet. */
  readonly totalBytes: number | null;
  /** The engine's last line about the whole image. */
  readonly status: string;
}

export const startOfPull = (image: string): PullProgress => ({
  image,
  layers: new Map(),
  layersDone: 0,
  downloadedBytes: 0,
  totalBytes: null,
  status: '',
});

const layerStatus =
  /^(?:Pulling fs layer|Waiting|Downloading|Verifying Checksum|Download complete|Extracting|Pull complete|Already exists)$/;

const nextLayer = (before: Layer | undefined, event: PullEvent): Layer => {
  const isDownloading = event.status === 'Downloading';
  const isDone = event.status === 'Pull complete' || event.status === 'Already exists';
  const total = isDownloading ? (event.total ?? before?.total ?? null) : (before?.total ?? null);
  const isDownloaded = isDone || event.status === 'Download complete' || event.status === 'Extracting';
  const downloaded = isDownloading ? (event.current ?? 0) : isDownloaded ? (total ?? 0) : 0;
  return {
    status: event.status,
    downloaded: Math.max(before?.downloaded ?? 0, downloaded),
    // A small layer is there before any line has said its size.
    total: isDownloaded ? (total ?? 0) : total,
    isDone,
  };
};

/** The progress after one more line. Pure. */
export const afterPullEvent = (before: PullProgress, event: PullEvent): PullProgress => {
  if (event.layer === null || !layerStatus.test(event.status))
    return {...before, status: event.status || before.status};
  const layers = new Map(before.layers).set(event.layer, nextLayer(before.layers.get(event.layer), event));
  const all = [...layers.values()];
  return {
    ...before,
    layers,
    layersDone: all.filter(layer => layer.isDone).length,
    downloadedBytes: all.reduce((sum, layer) => sum + layer.downloaded, 0),
    totalBytes: all.some(layer => layer.total === null)
      ? null
      : all.reduce((sum, layer) => sum + (layer.total ?? 0), 0),
  };
};
