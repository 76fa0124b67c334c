import { clearable, p, required } from '../api/params';
import { unsupported } from '../subscriptions/unsupported';

export const address = p.object({
  city: clearable(p.string()),
  country: clearable(p.string()),
  line1: clearable(p.string()),
  line2: clearable(p.string()),
  postal_code: clearable(p.string()),
  state: clearable(p.string()),
});

export const shipping = p.object({
  address: required(address),
  name: required(p.string()),
  phone: clearable(p.string()),
  carrier: p.string(),
  tracking_number: p.string(),
});

/** Parameters of both create and update. */
export const customerFields = {
  address: clearable(address),
  balance: p.integer(),
  business_name: clearable(p.string()),
  description: clearable(p.string()),
  email: clearable(p.string({ max: 512 })),
  individual_name: clearable(p.string()),
  invoice_prefix: p.string({ max: 12 }),
  invoice_settings: p.object({
    custom_fields: clearable(
      p.array(p.object({ name: required(p.string({ max: 40 })), value: required(p.string({ max: 140 })) }), { max: 4 }),
    ),
    default_payment_method: clearable(p.string()),
    footer: clearable(p.string()),
    rendering_options: unsupported(),
  }),
  metadata: p.metadata(),
  name: clearable(p.string({ max: 256 })),
  next_invoice_sequence: p.integer({ min: 1 }),
  phone: clearable(p.string({ max: 64 })),
  preferred_locales: clearable(p.array(p.string())),
  shipping: clearable(shipping),
  source: p.string(),
  tax: unsupported(),
  tax_exempt: clearable(p.enumOf('exempt', 'none', 'reverse')),
  validate: p.boolean(),
};
