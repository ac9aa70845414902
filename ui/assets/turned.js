export default function ({ data, parentElement }) {
  const here = parentElement.querySelector('.here'), before = parentElement.__at;
  here.setAttribute('aria-label', data.label);
  if (before === data.at) return;
  parentElement.__at = data.at;
  document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);
  if (before !== undefined) here.focus({ preventScroll: true });
}
