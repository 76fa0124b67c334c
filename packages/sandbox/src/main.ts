import { readConfig } from './config';
import { startSandbox } from './engine/start';

/** Starts the sandbox and prints its URLs. */
async function main(): Promise<void> {
  const { url, smtpPort, close } = await startSandbox(readConfig());
  console.log(JSON.stringify({ ready: true, url, smtp: smtpPort }));
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void close().then(() => process.exit(0));
    });
  }
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `The sandbox cannot start: ${error.message}. Set SANDBOX_PORT or SANDBOX_SMTP_PORT.`
      : `The sandbox cannot start: ${error.message}`,
  );
  process.exit(1);
});
