import { reference } from '../api/expand';
import { listOf, pageParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { PortalConfigurationRecord, PortalSessionRecord } from '../billing-tables';
import { createConfiguration, defaultConfiguration, featuresWith } from './configuration';
import { configurationFields, sessionFields } from './fields';
import { startPortalSetups } from './payment-method';
import { createPortalSession, portalUrl } from './session';

const url = '/v1/billing_portal/configurations';
const label = 'configuration';

export const portal: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: configurationFields,
      handler: (ctx, { params }) => createConfiguration(ctx, params),
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...pageParams, active: p.boolean(), is_default: p.boolean() },
      handler(ctx, { params }) {
        defaultConfiguration(ctx);
        return listOf<PortalConfigurationRecord>(params, {
          url,
          label,
          source: ctx.tables.portalConfigurations.newestFirst(),
          where: (it) =>
            (params.active === undefined || it.active === params.active) &&
            (params.is_default === undefined || it.is_default === params.is_default),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/billing_portal/configurations/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.portalConfigurations, label, id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/billing_portal/configurations/:id',
      params: { ...configurationFields, active: p.boolean() },
      handler(ctx, { id, params }) {
        const known = ctx.need(ctx.tables.portalConfigurations, label, id);
        const { active, business_profile: profile, default_return_url, features, login_page, metadata, name } = params;
        const patch: Partial<PortalConfigurationRecord> = { updated: ctx.now() };
        if (active !== undefined) patch.active = active;
        if (default_return_url !== undefined) patch.default_return_url = default_return_url;
        if (features) patch.features = featuresWith(known.features, features);
        if (login_page) patch.login_page = { ...known.login_page, enabled: login_page.enabled };
        if (metadata !== undefined) patch.metadata = mergeMetadata(known.metadata, metadata);
        if (name !== undefined) patch.name = name;
        if (profile) {
          patch.business_profile = {
            headline: profile.headline === undefined ? known.business_profile.headline : profile.headline,
            privacy_policy_url: profile.privacy_policy_url ?? known.business_profile.privacy_policy_url,
            terms_of_service_url: profile.terms_of_service_url ?? known.business_profile.terms_of_service_url,
          };
        }
        return ctx.update(ctx.tables.portalConfigurations, known, patch, 'billing_portal.configuration.updated');
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/billing_portal/sessions',
      params: sessionFields,
      handler: (ctx, { params }) => createPortalSession(ctx, params),
    }),
  ],
  expandables: {
    'billing_portal.session.configuration': reference('billing_portal.configuration', (ctx, id) =>
      ctx.tables.portalConfigurations.get(id),
    ),
  },
  serializers: {
    'billing_portal.session': (ctx, record: PortalSessionRecord) => ({ ...record, url: portalUrl(ctx, record.id) }),
  },
  start: startPortalSetups,
};
