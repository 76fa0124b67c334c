/** The first free loopback port from `preferred` upward; 0 means a random one. */
export function freePort(preferred: number): Promise<number>;
