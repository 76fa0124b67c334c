import { id as randomId } from '../../engine/random';
import { API_VERSION } from '../api/context';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { listeningOf, listenSecret, startListening } from './listeners';
import { SUBSCRIBE_PATH } from './upgrade';

const RECONNECT_SECONDS = 10;

/** The private calls of the official CLI (docs/providers/stripe.md#stripe-cli). */
export const cli: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: '/v1/stripecli/sessions',
      params: {
        device_name: p.string(),
        device_url: p.string(),
        forward_to_url: p.string(),
        forward_connect_to_url: p.string(),
        forward_thin_to_url: p.string(),
        forward_thin_connect_to_url: p.string(),
        websocket_feature: p.string(),
        websocket_features: p.array(p.string()),
        filters: p.anything(),
        device_token: p.string(),
      },
      handler(ctx, { params }) {
        const session = randomId('cliws_', 24);
        listeningOf(ctx).sessions.add(session);
        const feature = params.websocket_features?.[0] ?? params.websocket_feature ?? 'webhooks';
        return {
          object: 'stripecli.session',
          default_version: API_VERSION,
          latest_version: API_VERSION,
          display_connect_filter_warning: false,
          reconnect_delay: RECONNECT_SECONDS,
          secret: listenSecret(ctx),
          websocket_authorized_feature: feature,
          websocket_id: session,
          websocket_url: `${ctx.world.config.url.replace(/^http/, 'ws')}${SUBSCRIBE_PATH}`,
        };
      },
    }),
  ],
  start: startListening,
};
