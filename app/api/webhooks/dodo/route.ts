import { answerWebhook } from '@/lib/billing/webhook';

// public: the provider signs every request
export async function POST(request: Request): Promise<Response> {
  return answerWebhook('dodo', request);
}
