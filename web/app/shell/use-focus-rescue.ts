import { useEffect } from 'react';

/** Long enough for a dialog to give the focus back to what opened it, in milliseconds. */
const patienceMs = 120;

/**
 * When what had the focus goes away (a form that was sent, a dialog whose button went with it), browsers let go of it, and
 * the keyboard would begin anew at the top of the page. It goes on from the view's heading instead.
 */
export function useFocusRescue(): void {
  useEffect(() => {
    let last: Element | null = null;
    let timer: number | undefined;
    const remember = (): void => {
      last = document.activeElement;
    };
    const rescue = (): void => {
      timer = undefined;
      if (document.activeElement !== document.body || last === null || last.isConnected) return;
      document.querySelector<HTMLElement>('main h1')?.focus();
      last = null;
    };
    const observer = new MutationObserver(() => {
      if (last !== null && !last.isConnected) timer ??= window.setTimeout(rescue, patienceMs);
    });
    document.addEventListener('focusin', remember);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      window.clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, []);
}
