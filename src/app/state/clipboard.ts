/** @file The clipboard: browsers may refuse it, and then the banner says what to do instead. */
import { announce, notify } from './notices-store.ts';

/**
 * @param what as in “The program was copied.”
 * @returns false when the browser refused
 */
export async function copyText(text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`The ${what} was copied.`);
    return true;
  } catch {
    notify({
      code: 'clipboard-refused',
      message: `The browser did not let the page copy the ${what}.`,
      hint: 'Select it and copy it by hand.',
    });
    return false;
  }
}
