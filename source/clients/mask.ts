/** What stands for a secret on screen, in `--json` and in exports. */
export const mask = '******';

const secretWord =
  /pass(?:word|wd|phrase)|secret|token|credential|jaas|api_?key|private|(?:^|[._-])key(?:$|[._-])/i;

/** Names that contain a secret word and say nothing secret: where a store lies, which class reads a key. */
const harmless =
  /converter|serializer|deserializer|(?:location|type|algorithm|format|field|fields|columns|provider|class|file|path|ms|seconds|enabled|bytes|size|protocol)$/i;

const isSecretName = (name: string): boolean => secretWord.test(name) && !harmless.test(name);

const assignment =
  /((?:pass(?:word|wd|phrase)|secret|token|credentials?)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s"',;}]+)/gi;
const userInfo = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:)[^\s/@]+(@)/gi;

/** Masks passwords inside a longer text: `password=…`, `"secret": "…"`, `scheme://user:password@host`. */
export const maskText = (value: string): string =>
  value.replace(assignment, `$1${mask}`).replace(userInfo, `$1${mask}$2`);

/** A setting's value as it may be shown: all of it masked where the name says that it is secret. */
export const maskSetting = (name: string, value: string): string =>
  isSecretName(name) && value !== '' ? mask : maskText(value);
