export default function ({ data, parentElement }) {
  const box = () => document.querySelector('.' + data.box);
  let timer = 0, field = null, composing = false;
  const keep = () => { // as one's own Ctrl+Enter or Enter would, which Streamlit takes for "this is what I typed"
    clearTimeout(timer); timer = 0;
    if (!field || composing) return;
    const enter = { key: 'Enter', code: 'Enter', ctrlKey: field.tagName === 'TEXTAREA', bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent('keydown', enter));
    field = null;
  };
  const typed = event => {
    if (!event.target.matches?.('textarea,input[type=text]') || !box()?.contains(event.target)) return;
    if (field && field !== event.target) keep();
    field = event.target;
    clearTimeout(timer); timer = setTimeout(keep, data.after_ms);
  };
  const begun = () => { composing = true; };
  const done = event => { composing = false; typed(event); };
  const left = () => { if (document.visibilityState === 'hidden') keep(); };
  const heard = [['input', typed], ['compositionstart', begun], ['compositionend', done], ['visibilitychange', left]];
  heard.forEach(([name, what]) => document.addEventListener(name, what, true));
  addEventListener('pagehide', keep);
  return () => {
    clearTimeout(timer);
    heard.forEach(([name, what]) => document.removeEventListener(name, what, true));
    removeEventListener('pagehide', keep);
  };
}
