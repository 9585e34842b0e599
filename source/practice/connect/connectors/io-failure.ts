import type {Thrown} from '../java-failure.ts';

const known: Readonly<Record<string, (path: string) => readonly [className: string, message: string]>> = {
  ENOENT: path => ['java.nio.file.NoSuchFileException', path],
  ENOTDIR: path => ['java.nio.file.FileSystemException', `${path}: Not a directory`],
  EACCES: path => ['java.nio.file.AccessDeniedException', path],
  EPERM: path => ['java.nio.file.AccessDeniedException', path],
  EISDIR: path => ['java.nio.file.FileSystemException', `${path}: Is a directory`],
  EROFS: path => ['java.nio.file.FileSystemException', `${path}: Read-only file system`],
  ENOSPC: () => ['java.io.IOException', 'No space left on device'],
  EDQUOT: () => ['java.io.IOException', 'Disk quota exceeded'],
  EIO: () => ['java.io.IOException', 'Input/output error'],
};

/** The code of a system error; undefined for anything else. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What Java throws where the system refused something about a file; `path` is the container's. */
export const ioThrown = (error: unknown, path: string, frames: readonly string[]): Thrown => {
  const told = known[codeOf(error) ?? '']?.(path);
  const [className, message] = told ?? [
    'java.io.IOException',
    error instanceof Error ? error.message : String(error),
  ];
  return {className, message, frames};
};
