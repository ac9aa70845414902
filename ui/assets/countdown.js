export default function({ data, parentElement, setTriggerValue }) {
  const el = parentElement.querySelector('.t'), say = parentElement.querySelector('.sr');
  clearInterval(parentElement.__t);
  parentElement.querySelector('.l').textContent = data.label;
  const skew = data.now_ms - Date.now();
  let told = null;
  const tick = () => {
    const s = Math.max(0, Math.ceil((data.end_ms - Date.now() - skew) / 1000)), m = Math.ceil(s / 60);
    el.textContent = Math.floor(s / 60) + ':' + String(s % 60).padStart(2, '0');
    if (told !== null && m !== told && [10, 5, 1].includes(m)) say.textContent = data.label + ' ' + el.textContent;
    told = m;
    if (s === 0) { clearInterval(parentElement.__t);
      if (parentElement.__fired !== data.end_ms) { parentElement.__fired = data.end_ms; setTriggerValue('over', data.end_ms); } }
  };
  parentElement.__t = setInterval(tick, 250); tick();
  return () => clearInterval(parentElement.__t);
}
