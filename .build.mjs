// Bundles source/cli.ts into dist/, which is what bin.js loads: one bundle starts in half the time of its modules.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {basename, dirname} from 'node:path';
import {build} from 'esbuild';

const dist = new URL('dist/', import.meta.url);

/** These packages only define things when they are loaded, without saying so: what is not used can be left out. */
const isPure = /^(@platformatic\/kafka|es-toolkit)(\/|$)/;

const pure = {
  name: 'pure',
  setup({onResolve, resolve}) {
    onResolve({filter: isPure}, async ({path, pluginData, ...options}) => {
      if (pluginData === pure) return;
      const found = await resolve(path, {...options, pluginData: pure});
      return {...found, sideEffects: false};
    });
    // Their own modules, too, which they name by relative paths.
    onResolve({filter: /^\./}, async ({path, pluginData, ...options}) => {
      if (pluginData === pure || !/node_modules[\\/]@platformatic[\\/]kafka[\\/]/.test(options.importer)) return;
      const found = await resolve(path, {...options, pluginData: pure});
      return {...found, sideEffects: false};
    });
  },
};

/**
 * The Kafka library checks the options of its clients, which we do not use, by schemas that it compiles while it is
 * loaded. That takes longer than the rest of it.
 */
const withoutSchemas = {
  name: 'without-schemas',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^ajv\/dist\/2020\.js$/}, ({path}) => ({path, namespace: 'no-schemas'}));
    onLoad({filter: /.*/, namespace: 'no-schemas'}, () => ({
      contents: 'export class Ajv2020 { addKeyword() { return this; } compile() { return () => true; } }',
    }));
  },
};

/** meow readies a checker of package.json files that is never asked: it is given what it would read from one. */
const withoutPackageChecks = {
  name: 'without-package-checks',
  setup({onLoad}) {
    onLoad({filter: /[\\/]meow[\\/]build[\\/]dependencies\.js$/}, async ({path}) => ({
      contents: (await readFile(path, 'utf8'))
        .replace('var libExports = requireLib$1();', 'var libExports = {};')
        .replace('var normalizeExports = requireNormalize();', 'var normalizeExports = () => {};'),
    }));
  },
};

/** Merely looking whether there is a `fetch` makes Node load its HTTP client, which no layout needs. */
const withoutFetch = {
  name: 'without-fetch',
  setup({onLoad}) {
    onLoad({filter: /[\\/]yoga-layout[\\/]dist[\\/]binaries[\\/]/}, async ({path}) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('typeof fetch', '"undefined"'),
    }));
  },
};

/**
 * To make an ES module of its HTTP client Node reads all that it exports, and among that is a second client with all of
 * HTTP/2, which nobody uses: 13 MiB in a process that does nothing else. Asked as a CommonJS module it does without.
 */
const withPlainHttp = {
  name: 'with-plain-http',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^(node:)?http$/}, ({path, kind}) =>
      kind === 'import-statement' || kind === 'dynamic-import' ? {path, namespace: 'plain'} : undefined,
    );
    // What our own files import of it.
    onLoad({filter: /.*/, namespace: 'plain'}, () => ({
      contents: "export const {Agent, ServerResponse, createServer, request} = require('node:http');",
    }));
  },
};

/**
 * Whoever measures text readies Intl and the set of all emoji while it is loaded, which takes longer than the rest of it.
 * Plain text needs neither: they are made when they are first asked.
 */
const withLateTables = {
  name: 'with-late-tables',
  setup({onLoad}) {
    onLoad({filter: /[\\/]node_modules[\\/].*\.js$/}, async ({path}) => {
      const contents = await readFile(path, 'utf8');
      const late = contents
        .replaceAll(
          /new Intl\.Segmenter\(([^()]*)\)/g,
          '{segment(text) {return (this.made ??= new Intl.Segmenter($1)).segment(text);}}',
        )
        .replace(
          'rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
          'rgiEmojiRegex = {test(text) {return (this.made ??= /^\\p{RGI_Emoji}$/v).test(text);}};',
        );
      return late === contents ? undefined : {contents: late};
    });
  },
};

/** Ink loads these where DEV is "true"; they need a package that nobody here has. */
const withoutDevtools = {
  name: 'without-devtools',
  setup({onLoad}) {
    onLoad({filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/}, () => ({contents: ''}));
  },
};

/**
 * Ink fills its screen with a new object per cell in every frame, and then looks at each: a third of all that a monitor
 * allocates, though its text is on the canvas of `tui/terminal/canvas.ts`. One blank cell does for all, and a row that
 * nothing was written to is empty.
 */
const withOneBlank = {
  name: 'with-one-blank',
  setup({onLoad}) {
    onLoad({filter: /[\\/]ink[\\/]build[\\/]output\.js$/}, async ({path}) => {
      const source = await readFile(path, 'utf8');
      const contents = source
        .replace(
          /const row = \[\];\s*for \(let x = 0; x < this\.width; x\+\+\) \{\s*row\.push\(\{[^}]*\}\);\s*\}/,
          'const row = new Array(this.width).fill(blankCell);',
        )
        .replace(/\.map\(line => \{(?=\s*\/\/ See)/, ".map(line => { if (line.every(cell => cell === blankCell)) return '';");
      if (contents.split('blankCell').length !== 3) throw new Error('Ink draws in another way now: see withOneBlank.');
      return {contents: `${contents}\nconst blankCell = {type: 'char', value: ' ', fullWidth: false, styles: []};`};
    });
  },
};

/** From the sources, ink-table is loaded in a roundabout way; the bundle puts the two together by itself. */
const withInkTable = {
  name: 'with-ink-table',
  setup({onLoad}) {
    onLoad({filter: /[\\/]components[\\/]ink-table\.ts$/}, ({path}) => ({
      contents: "import 'ink'; import * as all from 'ink-table'; export const Table = all.default.default;",
      resolveDir: dirname(path),
    }));
  },
};

/**
 * dockerode loads an SSH client and a gRPC server at once, 17 MiB in a process that does nothing else: the one is for
 * engines at `ssh://`, the other builds images. They are left in node_modules, where dockerode's own modules find them
 * when they are asked.
 */
const withLateSsh = {
  name: 'with-late-ssh',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^\.\/(ssh|session|buildkit)$/}, ({path, importer}) => {
      const [, owner] = /[\\/]node_modules[\\/](dockerode|docker-modem)[\\/]lib[\\/][^\\/]+$/.exec(importer) ?? [];
      return owner && {path: `${owner}/lib/${path.slice(2)}.js`, namespace: 'late'};
    });
    onLoad({filter: /.*/, namespace: 'late'}, ({path}) => {
      const loaded = `require('node:module').createRequire(require.resolve('dockerode'))('${path}')`;
      return {contents: path.endsWith('buildkit.js') ? `module.exports = ${loaded};` : `module.exports = (...all) => ${loaded}(...all);`};
    });
    // Whoever imports it gets the bundle of it that lies beside.
    onResolve({filter: /^dockerode$/}, ({kind}) =>
      kind === 'entry-point' ? undefined : {path: kind === 'dynamic-import' ? './dockerode.js' : 'dockerode', external: true},
    );
  },
};

const {outputFiles} = await build({
  // Written below: a build that fails leaves the last one as it is.
  write: false,
  // The second is a process of its own: the practice lab's database. The third is loaded when an engine is asked first.
  entryPoints: [
    {in: 'source/cli.ts', out: 'cli'},
    {in: 'source/practice/postgres/serve.ts', out: 'database'},
    {in: 'dockerode', out: 'dockerode'},
  ],
  absWorkingDir: import.meta.dirname,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // React's production build.
  define: {'process.env.NODE_ENV': '"production"'},
  // They are heavy and needed late: loaded from node_modules when first used.
  external: ['kafkajs', 'pg', '@electric-sql/pglite'],
  // The same code with its WebAssembly inside it: as it stands it reads a file beside itself.
  alias: {'@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled'},
  banner: {js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);"},
  plugins: [
    pure,
    withoutSchemas,
    withoutPackageChecks,
    withoutFetch,
    withoutDevtools,
    withOneBlank,
    withInkTable,
    withLateTables,
    withPlainHttp,
    withLateSsh,
  ],
});

const textOf = new Map(outputFiles.map(({path, text}) => [basename(path), text]));
const importsOf = name => [...textOf.get(name).matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)].map(([, other]) => other);
const laterOf = name => [...textOf.get(name).matchAll(/import\("\.\/([^"]+\.js)"\)/g)].map(([, other]) => other);
const withImports = (names, found = new Set(), next = importsOf) => {
  for (const name of names)
    if (!found.has(name)) {
      found.add(name);
      withImports(next(name), found, next);
    }
  return found;
};

/**
 * Every command that is loaded by itself cuts what the monitor is made of into more pieces, and each piece costs time
 * before the first frame. They are put together again, but for what is loaded beside the monitor: that is there once.
 */
const joinMonitor = async () => {
  const named = name => [...textOf.keys()].filter(each => each.startsWith(`${name}-`));
  const [monitor] = named('run').sort((a, b) => textOf.get(b).length - textOf.get(a).length);
  const beside = withImports(['cli.js', 'dockerode.js', ...named('config'), ...named('errors')]);
  const pieces = {
    name: 'pieces',
    setup({onResolve, onLoad}) {
      onResolve({filter: /.*/}, ({path, kind}) =>
        kind === 'entry-point' || (path.startsWith('./') && !beside.has(basename(path)))
          ? {path: basename(path), namespace: 'pieces'}
          : {path, external: true},
      );
      onLoad({filter: /.*/, namespace: 'pieces'}, ({path}) => ({contents: textOf.get(path)}));
    },
  };
  const whole = await build({entryPoints: [monitor], bundle: true, write: false, platform: 'node', format: 'esm', target: 'node22', minify: true, plugins: [pieces]});
  textOf.set(monitor, whole.outputFiles[0].text);
};
await joinMonitor();
/** Without the pieces that only the monitor was made of. */
const used = withImports(['cli.js', 'database.js'], new Set(), name => [...importsOf(name), ...laterOf(name)]);

/**
 * The practice lab's database is made here, with the real lab's tables, and packed: to make one takes ten times as long
 * as to start it (8 s) and twice the memory. One that was made of the same is kept.
 */
const tables = readFileSync(new URL('docker/postgres/customers.sql', import.meta.url), 'utf8');
const {version} = JSON.parse(readFileSync(new URL('node_modules/@electric-sql/pglite/package.json', import.meta.url), 'utf8'));
const archive = `postgres-${version}-${createHash('sha256').update(tables).digest('hex').slice(0, 8)}.tar.gz`;
const makeDatabase = `
  import {writeFileSync} from 'node:fs';
  import {PGlite} from '@electric-sql/pglite';
  const database = await PGlite.create();
  await database.exec(${JSON.stringify(tables)});
  // Else a start recovers, and sequences then leave out numbers that were set aside.
  await database.exec('CHECKPOINT');
  const packed = await database.dumpDataDir('gzip');
  writeFileSync('dist/${archive}', Buffer.from(await packed.arrayBuffer()));
  process.exit();
`;

mkdirSync(dist, {recursive: true});
for (const name of readdirSync(dist)) if (name !== archive) rmSync(new URL(name, dist), {recursive: true});
for (const name of used) writeFileSync(new URL(name, dist), textOf.get(name));
chmodSync(new URL('source/bin.js', import.meta.url), 0o755);

if (!readdirSync(dist).includes(archive))
  try {
    execFileSync(process.execPath, ['--input-type=module', '--eval', makeDatabase], {cwd: import.meta.dirname, stdio: 'inherit'});
  } catch {
    // All else works without it, and whoever wants it is told.
    console.error('The database of the practice lab could not be made.');
  }
