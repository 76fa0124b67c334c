/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { Button, CardFields, Field, Notice, Panel } from '../../engine/page';
import { BUSINESS_NAME } from '../business';
import { countryName, supportedCountries } from '../lists/countries';
import { bankAccounts } from '../payments/bank-accounts';
import type { CheckoutRecord, CustomFieldAsked } from '../records/checkout';
import type { PaymentMethodRecord } from '../records/customer';
import { cardName } from './format';
import type { OrderView } from './order';
import { OrderSummary } from './order-view';

export interface CheckoutProps {
  session: CheckoutRecord;
  order: OrderView;
  methods: PaymentMethodRecord[];
  problem: string | null;
  /** A card was declined here, so the customer may also leave without paying. */
  canGiveUp: boolean;
  cardNumber: string | undefined;
}

export const CheckoutPage: FC<CheckoutProps> = ({ session, order, methods, problem, canGiveUp, cardNumber }) => (
  <>
    <div class="stack">
      {session.order.cancelUrl ? (
        <a href={session.order.cancelUrl} class="muted">
          ← Back to {BUSINESS_NAME}
        </a>
      ) : null}
      <OrderSummary session={session} order={order} />
    </div>
    <div class="stack">
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      {methods.length > 0 ? <SavedCards session={session} methods={methods} order={order} /> : null}
      <form method="post" action={`/pay/dodo/session/${session.id}/pay`} class="stack">
        <input type="hidden" name="shown_total" value={String(order.totalMinor)} />
        {session.kind === 'cart' ? <Contact session={session} /> : null}
        <Panel>
          <CardFields provider="dodo" number={cardNumber} name={session.name ?? ''} />
        </Panel>
        <Button wide>{session.order.payButton ?? buttonText(order)}</Button>
        <BankFields session={session} />
        <p class="hint">
          Dodo Payments is the merchant of record: it sells this to you, adds tax, and sends the invoice.
          {order.recurring ? ' By paying, you authorize future charges to this card until you cancel.' : ''}
        </p>
      </form>
      {canGiveUp ? (
        <form method="post" action={`/pay/dodo/session/${session.id}/give-up`}>
          <Button kind="quiet" wide>
            Return without paying
          </Button>
        </form>
      ) : null}
    </div>
  </>
);

function buttonText(order: OrderView): string {
  if (order.totalMinor > 0) return `Pay ${order.total}`;
  if (order.lines.length === 0) return 'Save the card';
  return order.recurring ? 'Start the trial' : 'Complete the order';
}

const BankFields: FC<{ session: CheckoutRecord }> = ({ session }) => {
  const { allowedMethods, currency } = session.order;
  const accounts = bankAccounts.filter(
    (account) => account.currency === currency && (allowedMethods?.includes(account.type) ?? false),
  );
  if (accounts.length === 0) return null;
  return (
    <Panel title="Pay from a bank account">
      <Field
        label="Account number or IBAN"
        name="account"
        value={accounts[0]?.number ?? ''}
        hint={accounts.map(({ number, label }) => `${number}: ${label.toLowerCase()}`).join(' · ')}
      />
      <Button kind="plain" wide name="pay_by" value="bank">
        Pay from this account
      </Button>
    </Panel>
  );
};

const SavedCards: FC<{ session: CheckoutRecord; methods: PaymentMethodRecord[]; order: OrderView }> = ({
  session,
  methods,
  order,
}) => (
  <Panel title="Saved cards">
    <form method="post" action={`/pay/dodo/session/${session.id}/pay`} class="buttons">
      <input type="hidden" name="shown_total" value={String(order.totalMinor)} />
      {methods.map((method) => (
        <Button key={method.id} kind="plain" name="method" value={method.id}>
          {cardName(method)}
        </Button>
      ))}
    </form>
  </Panel>
);

const Contact: FC<{ session: CheckoutRecord }> = ({ session }) => {
  const { flags, customFields } = session.order;
  const known = session.customerId !== null;
  return (
    <Panel title="Your details">
      <Field
        label="Email"
        name="email"
        type="email"
        value={session.email ?? ''}
        autocomplete="email"
        required
        readonly={known && !flags.editEmail}
      />
      <Field
        label="Name"
        name="name"
        value={session.name ?? ''}
        autocomplete="name"
        required
        readonly={known && !!session.name && !flags.editName}
      />
      {flags.allowPhone && flags.requirePhone ? (
        <Field label="Phone" name="phone" type="tel" value={session.phone ?? ''} autocomplete="tel" required />
      ) : null}
      <BillingAddress session={session} />
      {flags.allowTaxId ? (
        <details open={session.taxId !== null}>
          <summary>Buying as a business?</summary>
          <div class="pair">
            <Field label="Tax ID" name="tax_id" value={session.taxId ?? ''} />
            <Field label="Business name" name="business_name" value={session.businessName ?? ''} />
          </div>
        </details>
      ) : null}
      {customFields.map((field) => (
        <CustomField
          key={field.key}
          field={field}
          value={session.answers.find((answer) => answer.key === field.key)?.value ?? ''}
        />
      ))}
      <Button kind="plain" small formaction={`/pay/dodo/session/${session.id}/details`}>
        Update the tax and total
      </Button>
    </Panel>
  );
};

const BillingAddress: FC<{ session: CheckoutRecord }> = ({ session }) => {
  const chosen = session.billing?.country ?? 'US';
  return (
    <>
      <label class="field">
        <span class="label">Country</span>
        <select name="country" autocomplete="country">
          {supportedCountries.map((code) => (
            <option key={code} value={code} selected={code === chosen}>
              {countryName(code)}
            </option>
          ))}
        </select>
      </label>
      <div class="pair">
        <Field
          label="State or province"
          name="state"
          value={session.billing?.state ?? ''}
          autocomplete="address-level1"
        />
        <Field label="Postal code" name="zipcode" value={session.billing?.zipcode ?? ''} autocomplete="postal-code" />
      </div>
    </>
  );
};

const CustomField: FC<{ field: CustomFieldAsked; value: string }> = ({ field, value }) => {
  const name = `field_${field.key}`;
  if (field.type === 'boolean') {
    return (
      <label class="check">
        <input type="checkbox" name={name} value="true" checked={value === 'true'} required={field.required} />
        {field.label}
      </label>
    );
  }
  if (field.type === 'dropdown') {
    return (
      <label class="field">
        <span class="label">{field.label}</span>
        <select name={name} required={field.required}>
          <option value="">–</option>
          {field.options.map((option) => (
            <option key={option} selected={option === value}>
              {option}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <Field
      label={field.label}
      name={name}
      type={field.type}
      value={value}
      placeholder={field.placeholder ?? ''}
      required={field.required}
    />
  );
};
