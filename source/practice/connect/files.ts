import path from 'node:path';

/** Where a path inside the container is on this machine. */
export type FileSystem = (inside: string) => string;

/** A folder as the root of a container's file system. No path leads out of it. */
export const fileSystem =
  (folder: string): FileSystem =>
  inside =>
    path.join(folder, path.posix.normalize(path.posix.join('/', inside)));
