import path from 'node:path';
import Docker from 'dockerode';
import {type Admin, Kafka, logLevel} from 'kafkajs';
import {systemClock} from '../../source/clock.ts';
import {type Lab, type LabOptions, startLab} from '../../source/practice/lab.ts';
import {scenes} from '../../source/practice/scenes/index.ts';
import {temporaryFolder, type WithEnd} from './engine.ts';

export interface TestLab extends Lab {
  readonly folder: string;
  /** As somebody else's program sees the engine. */
  readonly docker: Docker;
  readonly kafka: Kafka;
  /** Connected. */
  readonly admin: Admin;
}

/** A practice lab that waits six times less than a real one, and clients of it that nobody here wrote. */
export const practiceLab = async (
  context: WithEnd,
  scene = 'quiet',
  options: Partial<LabOptions> = {},
): Promise<TestLab> => {
  const found = scenes.find(({name}) => name === scene);
  if (!found) throw new Error(`There is no scene ${scene}.`);
  const folder = path.join(await temporaryFolder(context), 'lab');
  const lab = await startLab({
    scene: found,
    variant: 'zookeeper',
    ports: 'free',
    speed: 6,
    folder,
    clock: systemClock,
    ...options,
  });
  const kafka = new Kafka({
    brokers: [...lab.endpoints.bootstrap],
    logLevel: logLevel.NOTHING,
    retry: {initialRetryTime: 50, retries: 3},
  });
  const admin = kafka.admin();
  await admin.connect();
  context.after(async () => {
    await admin.disconnect();
    await lab.close();
  });
  return {
    ...lab,
    folder,
    kafka,
    admin,
    docker: new Docker({socketPath: lab.endpoints.dockerHost.slice('unix://'.length)}),
  };
};
