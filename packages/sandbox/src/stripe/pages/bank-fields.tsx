/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { sepaAccounts } from '../../engine/cards';
import { Button, Field } from '../../engine/page';

/** Payment by SEPA debit, which settles days later (docs/providers/stripe.md#checkout). */
export const BankFields: FC = () => (
  <details>
    <summary>Pay by bank debit (SEPA) instead</summary>
    <div class="stack">
      <Field
        label="IBAN"
        name="iban"
        value={sepaAccounts[0].iban}
        hint={sepaAccounts.map(({ iban, label }) => `${iban}: ${label.toLowerCase()}`).join(' · ')}
      />
      <Button kind="plain" wide name="method" value="sepa_debit">
        Pay by bank debit
      </Button>
    </div>
  </details>
);
