import { useEffect, useRef, type RefObject } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

/** The key of the place that a page was loaded at. */
const firstPlace = 'default';

/**
 * Whoever goes to another view without loading the page begins at its top, and the keyboard and screen readers go on from
 * its heading. A page that was just loaded begins like any other, and so does one that only led on to another address.
 */
export function useHeadingFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const seen = useRef<string | null>(null);
  const { key, pathname } = useLocation();
  const isLedOn = useNavigationType() === NavigationType.Replace;
  const isMoved = key !== firstPlace && !isLedOn;
  useEffect(() => {
    if (seen.current === pathname) return;
    seen.current = pathname;
    if (!isMoved) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [pathname, isMoved]);
  return heading;
}
