import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { World } from '../engine/world';
import { receive } from './mailbox';

const LARGEST = 10 * 1024 * 1024;

type Connection = SMTPServer['connections'] extends Set<infer Each> ? Each : never;

/** smtp-server greets after 100 ms, to catch spammers that talk first. Here that delay is useless. */
class Connections extends Set<Connection> {
  override add(connection: Connection): this {
    const greet = connection.connectionReady.bind(connection);
    connection.connectionReady = () => {};
    setImmediate(greet);
    return super.add(connection);
  }
}

/**
 * Listens for SMTP on 127.0.0.1 (0: a free port) and delivers every email to the mailbox, regardless of its recipient.
 */
export function startSmtp(world: World, port: number): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    name: 'sandbox',
    banner: 'Tollgate sandbox: nothing sent here leaves this computer',
    // Clients would reject a self-signed certificate, and the loopback interface needs none.
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    size: LARGEST,
    logger: false,
    disableReverseLookup: true,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anyone' }),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return callback(Object.assign(new Error('Message too large'), { responseCode: 552 }));
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map((recipient) => recipient.address),
        };
        receive(world, Buffer.concat(chunks), envelope).then(
          (mail) => callback(null, `Kept as ${mail.id}`),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
        );
      });
    },
  });
  server.connections = new Connections();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A client that disconnects in the middle of a message isn't an error here.
      server.on('error', (error) =>
        console.error(JSON.stringify({ level: 'warn', message: 'SMTP', error: String(error) })),
      );
      // A server that listens on TCP always has an AddressInfo.
      const { port: taken } = server.server.address() as AddressInfo;
      resolve({ port: taken, close: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
