import type DodoPayments from 'dodopayments';
import { Hono } from 'hono';
import { z } from 'zod';
import { readBody } from '../api/body';
import { DodoError } from '../api/errors';
import { BUSINESS_ID } from '../business';
import { limitedCustomer } from '../customers/wire';
import type { Dodo } from '../dodo';
import { newId } from '../ids';
import type { LicenseInstanceRecord, LicenseKeyRecord } from '../records/license';
import { stamp } from '../time/stamp';
import { licenseStatus } from './wire';

const activateBody = z.strictObject({ license_key: z.string(), name: z.string().min(1) });
const deactivateBody = z.strictObject({ license_key: z.string(), license_key_instance_id: z.string() });
const validateBody = z.strictObject({ license_key: z.string(), license_key_instance_id: z.string().nullish() });

/** License checks by the customer's own software: no API key (docs.dodopayments.com/features/license-keys). */
export function licenseRoutes(dodo: Dodo): Hono {
  const { licenseInstances } = dodo.tables;
  const routes = new Hono();

  routes.post('/activate', async (c) => {
    const body = await readBody(c, activateBody);
    const key = activeKey(dodo, body.license_key);
    if (key.activationsLimit !== null && licenseInstances.by('key', key.id).length >= key.activationsLimit)
      throw new DodoError(422, 'LICENSE_KEY_LIMIT_REACHED', 'This license key has reached its activation limit');
    const row: LicenseInstanceRecord = {
      id: newId('lki_'),
      createdMs: dodo.now(),
      licenseKeyId: key.id,
      name: body.name,
    };
    licenseInstances.put(row.id, row);
    return c.json(activationWire(dodo, key, row), 201);
  });

  routes.post('/deactivate', async (c) => {
    const body = await readBody(c, deactivateBody);
    const key = activeKey(dodo, body.license_key);
    const instance = licenseInstances.get(body.license_key_instance_id);
    if (instance?.licenseKeyId !== key.id) throw new DodoError(404, 'NOT_FOUND', 'Item not found');
    licenseInstances.remove(instance.id);
    return c.body('');
  });

  routes.post('/validate', async (c) => {
    const body = await readBody(c, validateBody);
    const [key] = dodo.tables.licenseKeys.by('key', body.license_key);
    const instance = body.license_key_instance_id ? licenseInstances.get(body.license_key_instance_id) : undefined;
    const instanceFits = body.license_key_instance_id == null || instance?.licenseKeyId === key?.id;
    return c.json({ valid: key !== undefined && licenseStatus(dodo, key) === 'active' && instanceFits });
  });

  return routes;
}

/** @throws 404 LICENSE_KEY_NOT_FOUND, 403 INACTIVE_LICENSE_KEY */
function activeKey(dodo: Dodo, text: string): LicenseKeyRecord {
  const [key] = dodo.tables.licenseKeys.by('key', text);
  if (!key) throw new DodoError(404, 'LICENSE_KEY_NOT_FOUND', 'License key not found');
  if (licenseStatus(dodo, key) !== 'active')
    throw new DodoError(403, 'INACTIVE_LICENSE_KEY', 'This license key is not active');
  return key;
}

function activationWire(dodo: Dodo, key: LicenseKeyRecord, row: LicenseInstanceRecord) {
  return {
    id: row.id,
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    customer: limitedCustomer(dodo, key.customerId),
    license_key_id: key.id,
    name: row.name,
    product: { product_id: key.productId, name: dodo.tables.products.get(key.productId)?.name ?? null },
  } satisfies Required<DodoPayments.LicenseActivateResponse>;
}
