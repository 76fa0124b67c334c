'use client';

import { LinkButton } from '../ui/link-button';
import { ERROR_PAGES } from './copy';
import { MessagePage } from './message-page';

/** On the client, because Next sends the not-found page along with every other page. */
export function NotFoundMessage() {
  return (
    <MessagePage title={ERROR_PAGES.notFound.title} text={ERROR_PAGES.notFound.text}>
      <p>
        <LinkButton variant="outline" href="/">
          {ERROR_PAGES.notFound.home}
        </LinkButton>
      </p>
    </MessagePage>
  );
}
