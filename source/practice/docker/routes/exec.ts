import {type Call, containerOf, jsonBody, part, type Route, sendJson} from '../call.ts';
import {isUp} from '../container.ts';
import type {EngineExec} from '../engine.ts';
import {execRefusal} from '../exec-refusal.ts';
import {frame} from '../frames.ts';
import {dig, texts} from '../json.ts';
import {Refusal} from '../refusal.ts';

const found = (call: Call): EngineExec => {
  const id = part(call);
  const exec = call.engine.findExec(id);
  if (exec === undefined) throw new Refusal(404, `No such exec instance: ${id}`);
  return exec;
};

const create = (call: Call): void => {
  const container = containerOf(call);
  const body = jsonBody(call);
  const command = texts(dig(body, 'Cmd')) ?? [];
  if (command.length === 0) throw new Refusal(400, 'No exec command specified');
  if (container.state === 'paused')
    throw new Refusal(409, `Container ${part(call)} is paused, unpause the container before exec`);
  if (!isUp(container)) throw new Refusal(409, `Container ${container.id} is not running`);
  const exec = call.engine.addExec(container, command, dig(body, 'Tty') === true);
  sendJson(call.response, 201, {Id: exec.id});
};

const run = async (call: Call, exec: EngineExec) => {
  exec.state = 'running';
  call.engine.emit(`exec_start: ${exec.command.join(' ')}`, exec.container, {execID: exec.id});
  const {exec: execute} = exec.container.spec;
  try {
    return (await execute?.(exec.command)) ?? execRefusal(exec.container.name, exec.command[0] ?? '');
  } catch (error) {
    return {exitCode: 1, output: `${error instanceof Error ? error.message : String(error)}\n`};
  }
};

const ended = (call: Call, exec: EngineExec, exitCode: number): void => {
  exec.state = 'ended';
  exec.exitCode = exitCode;
  call.engine.emit('exec_die', exec.container, {execID: exec.id, exitCode: String(exitCode)});
};

const start = async (call: Call): Promise<void> => {
  const exec = found(call);
  if (exec.state === 'running') throw new Refusal(409, `Error: Exec command ${exec.id} is already running`);
  if (exec.state === 'ended') throw new Refusal(409, `Error: Exec command ${exec.id} has already run`);
  if (!isUp(exec.container)) throw new Refusal(409, `Container ${exec.container.id} is not running`);
  if (dig(jsonBody(call), 'Detach') === true) {
    void run(call, exec).then(({exitCode}) => ended(call, exec, exitCode));
    return void call.response.writeHead(200).end();
  }
  const out = call.hijack();
  const {exitCode, output} = await run(call, exec);
  ended(call, exec, exitCode);
  const bytes = Buffer.from(exec.isTty ? output.replace(/\r?\n/g, '\r\n') : output);
  if (bytes.length > 0) out.write(exec.isTty ? bytes : frame(1, bytes));
  out.end();
};

/** POST /containers/{id}/exec, POST /exec/{id}/start and …/resize, GET /exec/{id}/json */
export const execRoutes: readonly Route[] = [
  {method: 'POST', path: /^\/containers\/([^/]+)\/exec$/, handle: create},
  {method: 'POST', path: /^\/exec\/([^/]+)\/start$/, handle: start},
  {
    method: 'POST',
    path: /^\/exec\/([^/]+)\/resize$/,
    handle(call) {
      found(call);
      call.response.writeHead(200).end();
    },
  },
  {
    method: 'GET',
    path: /^\/exec\/([^/]+)\/json$/,
    handle(call) {
      const {id, container, command, isTty, state, exitCode} = found(call);
      const [entrypoint = '', ...args] = command;
      sendJson(call.response, 200, {
        ID: id,
        Running: state === 'running',
        ExitCode: exitCode,
        ProcessConfig: {tty: isTty, entrypoint, arguments: args, privileged: false},
        OpenStdin: false,
        OpenStderr: true,
        OpenStdout: true,
        CanRemove: false,
        ContainerID: container.id,
        DetachKeys: '',
        Pid: 0,
      });
    },
  },
];
