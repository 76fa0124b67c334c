import { answerWebhook } from '@/lib/billing/webhooks/route';
import { route } from '@/lib/http/route';

// public: the provider signs every request
export const POST = route((request) => answerWebhook('dodo', request));
