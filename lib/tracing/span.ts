type Attributes = Readonly<Record<string, string | number>>;

/** What traces are made with; `lib/tracing/otlp.ts` brings one. */
export interface Tracer {
  span<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
}

// Next bundles instrumentation and routes separately; both must share the tracer.
const kept = globalThis as typeof globalThis & { tollgateTracer?: Tracer | undefined };

/** Makes every later `traced` a span; null ends that. */
export function setTracer(tracer: Tracer | null): void {
  kept.tollgateTracer = tracer ?? undefined;
}

/** Does work as a span of the current trace. Without OTEL_EXPORTER_OTLP_ENDPOINT, it only does the work. */
export function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return kept.tollgateTracer === undefined ? work() : kept.tollgateTracer.span(name, attributes, work);
}
