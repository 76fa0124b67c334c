import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { setTracer } from './span';

interface Tracing {
  /** Sends what is left, and ends tracing. */
  stop(): Promise<void>;
}

/**
 * Sends our spans to an OTLP receiver over HTTP (opentelemetry.io/docs/specs/otlp). The provider isn't registered
 * globally: Next would add spans of its own then, whose URLs carry sign-in tokens. Ours carry ids, and no messages of
 * errors, which quote addresses.
 */
export function startTracing(endpoint: string, serviceName: string): Tracing {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: tracesUrl(endpoint) }))],
  });
  const tracer = provider.getTracer(serviceName);
  const current = new AsyncLocalStorage<Context>();
  setTracer({
    span(name, attributes, work) {
      const parent = current.getStore() ?? ROOT_CONTEXT;
      const span = tracer.startSpan(name, { attributes }, parent);
      return current.run(trace.setSpan(parent, span), async () => {
        try {
          return await work();
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR, ...(error instanceof Error ? { message: error.name } : {}) });
          throw error;
        } finally {
          span.end();
        }
      });
    },
  });
  return {
    async stop() {
      setTracer(null);
      await provider.shutdown();
    },
  };
}

/** The endpoint is a base URL (opentelemetry.io/docs/specs/otel/protocol/exporter). */
function tracesUrl(endpoint: string): string {
  return `${endpoint.replace(/\/$/, '')}/v1/traces`;
}
