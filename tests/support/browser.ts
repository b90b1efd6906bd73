import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
} from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** Software WebGL2, no sandbox (tests may run as root), no requests of the browser's own. */
const ARGUMENTS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
];

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

interface Found {
  executablePath: string;
  env: Record<string, string>;
}

/** A browser for the tests: CHROME_PATH, else an installed Chromium or Chrome, else the one that npm brought. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return chromium.launch({
    executablePath,
    args: ARGUMENTS,
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

async function findBrowser(): Promise<Found> {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (!isExecutable(named))
      throw new Error(`CHROME_PATH names ${named}, which is not a program; correct or unset it.`);
    return { executablePath: named, env: {} };
  }
  const installed = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => COMMANDS.map((command) => join(folder, command)))
    .concat(APPLICATIONS)
    .find(isExecutable);
  return installed ? { executablePath: installed, env: {} } : packagedBrowser();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The Chromium inside the package @sparticuz/chromium, unpacked once into the cache of node_modules. Libraries and
 * fonts that the machine lacks come from the package too.
 */
async function packagedBrowser(): Promise<Found> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium or Chrome was found; install one, or name it in CHROME_PATH.');
  }
  const root = dirname(dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'))));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = join(dirname(dirname(root)), '.cache', `chromium-${version}`);
  if (!existsSync(folder)) await unpack(join(root, 'bin'), folder);
  const executablePath = join(folder, 'chromium');
  const env: Record<string, string> = {};
  if (lacksLibraries(executablePath)) {
    env.LD_LIBRARY_PATH = [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  }
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH = join(folder, 'fonts');
  return { executablePath, env };
}

/** `ldd` names every library and says of some that they are not found. */
const lacksLibraries = (program: string): boolean => spawnSync('ldd', [program]).stdout.includes('not found');

/** The package's own file looks for its fonts in places that are not ours. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`;

/** Unpacks beside the target and renames at the end, so that an interrupted run leaves nothing half-made in its place. */
async function unpack(archives: string, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const made = await mkdtemp(`${folder}.`);
  try {
    const program = join(made, 'chromium');
    await Promise.all([
      decompress(join(archives, 'chromium.br'), program),
      untar(join(archives, 'swiftshader.tar.br'), made),
      untar(join(archives, 'al2023.tar.br'), made),
      untar(join(archives, 'fonts.tar.br'), join(made, 'fonts')),
    ]);
    await chmod(program, 0o755);
    await writeFile(join(made, 'fonts', 'fonts.conf'), FONTS);
    await rename(made, folder);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    // Another run may have been quicker; its result is as good.
    if (!existsSync(folder)) throw error;
  }
}

const decompress = (from: string, to: string) =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));

async function untar(archive: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const plain = join(folder, basename(archive, '.br'));
  await decompress(archive, plain);
  const tar = spawnSync('tar', ['-x', '--no-same-owner', '-f', plain, '-C', folder]);
  if (tar.status !== 0) throw new Error(`tar could not unpack ${archive}: ${tar.error ?? tar.stderr}`);
  await rm(plain);
}
