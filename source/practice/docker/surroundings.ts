import type {Clock} from '../../clock.ts';
import type {EngineContainer} from './container.ts';

/** What a container's life needs of its engine. */
export interface Surroundings {
  readonly clock: Clock;
  readonly emit: (
    action: string,
    container: EngineContainer,
    attributes?: Readonly<Record<string, string>>,
  ) => void;
  /** 64 hexadecimal digits, another each time. */
  readonly newId: () => string;
}
