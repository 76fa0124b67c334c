/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { Button, Field } from '../../engine/page';
import type { CheckoutSessionRecord } from '../billing-tables';

interface Props {
  session: CheckoutSessionRecord;
  action: string;
  error: string | undefined;
}

/** Applying and removing a promotion code. */
export const PromotionForm: FC<Props> = ({ session, action, error }) => {
  const used = session.discounts?.some((discount) => discount.promotion_code !== null) ?? false;
  if (used) {
    return (
      <form method="post" action={`${action}/remove`}>
        <Button kind="quiet" small>
          Remove promotion code
        </Button>
      </form>
    );
  }
  return (
    <form method="post" action={action} class="inline-form">
      <Field label="Promotion code" name="code" {...(error === undefined ? {} : { error })} />
      <Button kind="plain">Apply</Button>
    </form>
  );
};
