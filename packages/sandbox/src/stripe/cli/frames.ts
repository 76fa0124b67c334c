/** A WebSocket message (RFC 6455): text, or a control frame. */
export interface Frame {
  opcode: number;
  payload: Buffer;
}

export const TEXT = 0x1;
export const CLOSE = 0x8;
export const PING = 0x9;
export const PONG = 0xa;
const CONTINUATION = 0x0;

/** A server frame: unfragmented and unmasked. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended);
  head[0] = 0x80 | opcode;
  head[1] = extended === 0 ? length : extended === 2 ? 126 : 127;
  if (extended === 2) head.writeUInt16BE(length, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** Reassembles a client's masked frames, also from partial chunks. */
export class FrameReader {
  private buffer: Buffer = Buffer.alloc(0);
  private parts: Buffer[] = [];
  private opcode = TEXT;

  /** The messages that `chunk` completes. */
  read(chunk: Buffer): Frame[] {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.next(); frame; frame = this.next()) {
      const whole = this.assembled(frame);
      if (whole) frames.push(whole);
    }
    return frames;
  }

  private next(): (Frame & { last: boolean }) | undefined {
    const { buffer } = this;
    if (buffer.length < 2) return undefined;
    const [first, second] = [buffer.readUInt8(0), buffer.readUInt8(1)];
    const short = second & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    const masked = (second & 0x80) !== 0;
    const start = 2 + extended + (masked ? 4 : 0);
    if (buffer.length < start) return undefined;
    const length = extended === 2 ? buffer.readUInt16BE(2) : extended === 8 ? Number(buffer.readBigUInt64BE(2)) : short;
    if (buffer.length < start + length) return undefined;
    const payload = Buffer.from(buffer.subarray(start, start + length));
    if (masked) {
      const mask = buffer.subarray(start - 4, start);
      for (let i = 0; i < length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
    }
    this.buffer = buffer.subarray(start + length);
    return { opcode: first & 0x0f, payload, last: (first & 0x80) !== 0 };
  }

  private assembled({ opcode, payload, last }: Frame & { last: boolean }): Frame | undefined {
    if (opcode >= CLOSE) return { opcode, payload };
    if (opcode !== CONTINUATION) {
      this.opcode = opcode;
      this.parts = [];
    }
    this.parts.push(payload);
    return last ? { opcode: this.opcode, payload: Buffer.concat(this.parts) } : undefined;
  }
}
