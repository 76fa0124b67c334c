import { Gauge, Registry } from 'prom-client';
import { type Reading, readDatabase } from './read';
import { metrics } from './registry';

/** All metrics in the text format of Prometheus: the counters of this process, and gauges read from the database now. */
export async function renderMetrics(): Promise<{ readonly text: string; readonly contentType: string }> {
  const { registry } = metrics();
  const gauges = gaugesOf(await readDatabase());
  return { text: `${await registry.metrics()}\n${await gauges.metrics()}`, contentType: registry.contentType };
}

/** A registry for one scrape: what is done since the last one has no value anymore. */
function gaugesOf(readings: readonly Reading[]): Registry {
  const registry = new Registry();
  const gauges = new Map<string, Gauge>();
  for (const { name, help, labels, value } of readings) {
    const gauge = gauges.get(name) ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] });
    gauges.set(name, gauge);
    gauge.set(labels, value);
  }
  return registry;
}
