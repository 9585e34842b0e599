import {type Route, sendJson} from '../call.ts';
import {isUp} from '../container.ts';
import {machine} from '../usage.ts';

export const engineVersion = '20.10.24';

const ping: Route['handle'] = ({response}) =>
  void response
    .writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-cache, no-store, must-revalidate',
      pragma: 'no-cache',
    })
    .end('OK');

/** GET and HEAD /_ping, GET /version, /info and /system/df, POST /auth */
export const systemRoutes: readonly Route[] = [
  {method: 'GET', path: /^\/_ping$/, handle: ping},
  {method: 'HEAD', path: /^\/_ping$/, handle: ping},
  {
    method: 'GET',
    path: /^\/version$/,
    handle: ({engine, response}) =>
      sendJson(response, 200, {
        Platform: {Name: 'kafka-lab practice'},
        Components: [
          {
            Name: 'Engine',
            Version: engineVersion,
            Details: {ApiVersion: engine.apiVersion, MinAPIVersion: engine.minApiVersion, Os: 'linux'},
          },
        ],
        Version: engineVersion,
        ApiVersion: engine.apiVersion,
        MinAPIVersion: engine.minApiVersion,
        GitCommit: 'practice',
        GoVersion: '',
        Os: 'linux',
        Arch: 'amd64',
        KernelVersion: '',
        BuildTime: '',
      }),
  },
  {
    method: 'GET',
    path: /^\/info$/,
    handle({engine, response}) {
      const {containers} = engine;
      const count = (isWanted: (state: string) => boolean): number =>
        containers.filter(({state}) => isWanted(state)).length;
      sendJson(response, 200, {
        ID: 'kafka-lab-practice',
        Containers: containers.length,
        ContainersRunning: containers.filter(one => isUp(one) && one.state !== 'paused').length,
        ContainersPaused: count(state => state === 'paused'),
        ContainersStopped: count(state => state === 'exited' || state === 'created'),
        Images: engine.images.length,
        Driver: 'practice',
        DriverStatus: [],
        Plugins: {Volume: ['local'], Network: ['bridge'], Authorization: null, Log: ['json-file']},
        MemoryLimit: true,
        SwapLimit: true,
        CpuCfsPeriod: true,
        CpuCfsQuota: true,
        CPUShares: true,
        CPUSet: true,
        PidsLimit: true,
        OomKillDisable: true,
        IPv4Forwarding: true,
        BridgeNfIptables: true,
        BridgeNfIp6tables: true,
        Debug: false,
        SystemTime: new Date(engine.clock.now()).toISOString(),
        LoggingDriver: 'json-file',
        CgroupDriver: 'none',
        CgroupVersion: '1',
        KernelVersion: '',
        OperatingSystem: 'practice',
        OSType: 'linux',
        Architecture: 'x86_64',
        IndexServerAddress: '',
        RegistryConfig: null,
        NCPU: machine.cpus,
        MemTotal: machine.memoryBytes,
        DockerRootDir: '/',
        Name: 'practice',
        Labels: [],
        ExperimentalBuild: false,
        ServerVersion: engineVersion,
        Runtimes: {},
        DefaultRuntime: 'practice',
        Swarm: {NodeID: '', NodeAddr: '', LocalNodeState: 'inactive', ControlAvailable: false, Error: ''},
        LiveRestoreEnabled: false,
        Isolation: '',
        InitBinary: '',
        SecurityOptions: [],
        Warnings: null,
      });
    },
  },
  {
    method: 'GET',
    path: /^\/system\/df$/,
    handle: ({engine, response}) =>
      sendJson(response, 200, {
        LayersSize: 0,
        Images: [],
        Containers: [],
        Volumes: engine.volumes.map(({name}) => ({
          Name: name,
          Driver: 'local',
          Labels: null,
          Mountpoint: '',
          Options: null,
          Scope: 'local',
          // -1 says that it was not counted.
          UsageData: {RefCount: -1, Size: -1},
        })),
        BuildCache: null,
        BuilderSize: 0,
      }),
  },
];
