import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Config } from '../config';
import { startSmtp } from '../mail/smtp';
import { createApp } from './app';
import { bothProviders, type ProviderModule } from './providers';
import type { Sandbox, SandboxOptions } from './sandbox';
import { createWorld, type World } from './world';

export interface StartOptions extends SandboxOptions {
  /** The providers to mount; both by default. */
  providers?: ProviderModule[];
}

/**
 * Starts a sandbox in this process: free ports and in memory, unless configured otherwise. Rejects when a port is taken
 * or another sandbox uses the same data.
 */
export async function startSandbox(options: StartOptions = {}): Promise<Sandbox> {
  const { providers = await bothProviders(), ...given } = options;
  const config: Config = {
    port: 0,
    smtpPort: 0,
    dataDir: '',
    secret: 'sandbox',
    appUrl: 'http://127.0.0.1:3000',
    url: '',
    ...given,
  };
  await refuseSecond(config.dataDir);

  let listener: ReturnType<typeof getRequestListener> | undefined;
  const server = createServer((request, response) => {
    if (listener) void listener(request, response);
    else response.writeHead(503).end();
  });
  // Longer than the SDKs keep idle connections, so that none is closed just when it's reused.
  server.keepAliveTimeout = 120_000;
  config.port = await listen(server, config.port);
  config.url = `http://127.0.0.1:${config.port}`;

  let world: World | undefined;
  try {
    const opened = createWorld(config);
    world = opened;
    const app = createApp(opened, providers);
    listener = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false });
    const smtp = await startSmtp(opened, config.smtpPort);
    config.smtpPort = smtp.port;
    if (config.dataDir !== '') writeFileSync(runningFile(config.dataDir), JSON.stringify({ url: config.url }));
    opened.store.flush();
    opened.deliveries.resume();
    opened.clocks.tick((error, action) => {
      console.error(
        JSON.stringify({ level: 'error', action, error: error instanceof Error ? error.stack : String(error) }),
      );
    });
    return {
      url: config.url,
      smtpPort: config.smtpPort,
      world: opened,
      async close() {
        await smtp.close();
        await stop(server);
        await opened.close();
        if (config.dataDir !== '') rmSync(runningFile(config.dataDir), { force: true });
      },
    };
  } catch (error) {
    await stop(server);
    await world?.close();
    throw error;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A server that listens on TCP always has an AddressInfo.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const runningFile = (dataDir: string): string => join(dataDir, 'running.json');

/**
 * Two processes would corrupt each other's journals. A stale file of a killed process is harmless: its URL doesn't
 * respond.
 */
async function refuseSecond(dataDir: string): Promise<void> {
  if (dataDir === '') return;
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(runningFile(dataDir))) return;
  const { url } = JSON.parse(readFileSync(runningFile(dataDir), 'utf8')) as { url: string };
  const health = await fetch(`${url}/_sandbox/health`, { signal: AbortSignal.timeout(2000) }).then(
    (answer) => answer.json() as Promise<{ dataDir?: string }>,
    () => undefined,
  );
  if (health?.dataDir === dataDir)
    throw new Error(`A sandbox with the data in ${dataDir} is already running at ${url}.`);
}
