import { LinkButton } from '../ui/link-button';
import { Notice } from '../ui/notice';
import { CONFIRM } from './words-change';

interface Props {
  readonly why: keyof typeof CONFIRM.again;
}

/** Why the same page is shown a second time. */
export function ChangeAgain({ why }: Props) {
  const { title, text } = CONFIRM.again[why];
  return (
    <Notice
      tone="warn"
      role="alert"
      title={title}
      {...(why === 'refused'
        ? { action: <LinkButton href="/account/card">{CONFIRM.again.refused.card}</LinkButton> }
        : {})}
    >
      {text}
    </Notice>
  );
}
