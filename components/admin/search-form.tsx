import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { CUSTOMERS } from './copy';

/** Finds a customer; one match opens their page. */
export function SearchForm({ text }: { readonly text: string }) {
  return (
    <form method="post" action="/api/admin/search" className="flex flex-wrap items-start gap-3">
      <div className="min-w-60 grow">
        <Field
          id="q"
          name="q"
          type="search"
          label={CUSTOMERS.search}
          hint={CUSTOMERS.searchHint}
          defaultValue={text}
          maxLength={320}
        />
      </div>
      <Button variant="outline" className="mt-7">
        {CUSTOMERS.find}
      </Button>
    </form>
  );
}
