/**
 * @file Share: copies the link and says so in words, in the button itself.
 */
import { copyShareLink } from '../../state/actions.ts';
import { Icon } from '../common/Icon.tsx';
import { useCopied } from '../common/use-copied.ts';

/** Copies the share link of the settings, or of the experiment that is shown; `copied` is true for a few seconds afterwards. */
export function useShare(which: 'settings' | 'shown'): { copied: boolean; share: () => void } {
  const [copied, setCopied] = useCopied();
  return { copied, share: () => void copyShareLink(which).then(setCopied) };
}

export function ShareButton() {
  const { copied, share } = useShare('settings');
  return (
    <button type="button" className={copied ? 'btn share said' : 'btn share'} aria-label={copied ? 'Link copied' : 'Share'} onClick={share}>
      <Icon name={copied ? 'check' : 'link'} />
      <span>{copied ? 'Link copied' : 'Share'}</span>
    </button>
  );
}
