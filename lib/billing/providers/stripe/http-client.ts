import { IncomingMessage } from 'node:http';
import Stripe from 'stripe';
import { withTimeout } from '@/lib/with-timeout';

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>;
type Response = Awaited<ReturnType<HttpClient['makeRequest']>>;

/**
 * The SDK's own HTTP client, whose timeout counts for the whole answer: the SDK's is for silence, so an answer that arrives
 * byte by byte would never end. Raises the same error as for silence.
 */
export function httpClientWithinTime(): HttpClient {
  const client = Stripe.createNodeHttpClient();
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(...request) {
      const timeout = request[7];
      const until = performance.now() + timeout;
      const answer = client.makeRequest(...request);
      const response = await withTimeout(timeout, () => answer).catch((error: unknown) => {
        answer.then(giveUp, () => {});
        throw error instanceof DOMException ? Stripe.HttpClient.makeTimeoutError() : error;
      });
      const late = setTimeout(() => giveUp(response), until - performance.now());
      bodyOf(response)?.once('close', () => clearTimeout(late));
      return response;
    },
  };
}

/** Ends the connection; who reads the body gets the error. */
function giveUp(response: Response): void {
  bodyOf(response)?.destroy(Stripe.HttpClient.makeTimeoutError());
}

function bodyOf(response: Response): IncomingMessage | null {
  const body: unknown = response.getRawResponse();
  return body instanceof IncomingMessage ? body : null;
}
