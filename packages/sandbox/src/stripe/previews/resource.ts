import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { previewFields } from './fields';
import { previewInvoice } from './preview';

export const previews: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: '/v1/invoices/create_preview',
      params: previewFields,
      handler: (ctx, { params }) => previewInvoice(ctx, params),
    }),
  ],
};
