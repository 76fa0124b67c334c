import { clearable, p, required } from '../api/params';

const dimensions = p.object({
  height: required(p.decimal()),
  length: required(p.decimal()),
  weight: required(p.decimal()),
  width: required(p.decimal()),
});

/** Parameters of both create and update. */
export const productFields = {
  active: p.boolean(),
  description: clearable(p.string({ max: 40_000 })),
  images: clearable(p.array(p.string(), { max: 8 })),
  marketing_features: clearable(p.array(p.object({ name: required(p.string({ max: 80 })) }), { max: 15 })),
  metadata: p.metadata(),
  package_dimensions: clearable(dimensions),
  shippable: p.boolean(),
  statement_descriptor: p.string({ max: 22 }),
  tax_code: clearable(p.string()),
  unit_label: clearable(p.string({ max: 12 })),
  url: clearable(p.string()),
};
