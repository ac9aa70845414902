export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement, ol = root.querySelector('.list'), live = root.querySelector('.sr'), L = JSON.parse(data.labels);
  root.querySelector('.hint').textContent = L.hint;
  const S = root.__s || (root.__s = { order: null, rev: null, grab: null, before: null });
  if (S.rev !== data.rev || !S.order) { S.order = data.items.map(i => i.id); S.rev = data.rev; S.grab = null; }
  const text = Object.fromEntries(data.items.map(i => [i.id, i.text]));
  const fmt = (s, id) => s.replace('{item}', text[id]).replace('{pos}', S.order.indexOf(id) + 1).replace('{n}', S.order.length);
  const say = (s, id) => { live.textContent = fmt(s, id); };
  const commit = () => setStateValue('order', [...S.order]);
  const move = (id, to) => { const f = S.order.indexOf(id); to = Math.max(0, Math.min(S.order.length - 1, to)); if (to === f) return false;
    S.order.splice(f, 1); S.order.splice(to, 0, id); draw(); return true; };
  const focus = (id, cls) => { const b = ol.querySelector(`[data-id="${CSS.escape(id)}"] .${cls}`); b && b.focus(); };
  function draw() {
    const keep = new Map([...ol.children].map(c => [c.dataset.id, c]));
    S.order.forEach((id, i) => {
      let li = keep.get(id);
      if (!li) {
        li = document.createElement('li'); li.className = 'item'; li.dataset.id = id;
        li.innerHTML = '<button type="button" class="grip" aria-describedby="hint">\u2630</button><span class="t"></span><button type="button" class="up">\u2191</button><button type="button" class="dn">\u2193</button>';
        const g = li.querySelector('.grip');
        g.onkeydown = e => key(e, id); g.onpointerdown = e => down(e, id, li, g); g.onblur = () => { if (S.grab === id) { S.grab = null; draw(); commit(); } };
        li.querySelector('.up').onclick = () => { if (move(id, S.order.indexOf(id) - 1)) { say(L.moved, id); commit(); focus(id, 'up'); } };
        li.querySelector('.dn').onclick = () => { if (move(id, S.order.indexOf(id) + 1)) { say(L.moved, id); commit(); focus(id, 'dn'); } };
      }
      li.querySelector('.t').textContent = text[id];                                  // textContent: user text is never HTML
      li.querySelector('.grip').setAttribute('aria-label', fmt(L.grip, id));
      li.querySelector('.grip').setAttribute('aria-pressed', String(S.grab === id));
      li.querySelector('.up').setAttribute('aria-label', fmt(L.up, id)); li.querySelector('.dn').setAttribute('aria-label', fmt(L.down, id));
      for (const b of li.querySelectorAll('button')) b.disabled = !!data.disabled;
      if (ol.children[i] !== li) ol.insertBefore(li, ol.children[i] || null);
    });
    [...ol.children].slice(S.order.length).forEach(c => c.remove());
  }
  function key(e, id) {
    if (e.key === ' ' || e.key === 'Enter') { e.preventDefault();
      if (S.grab === id) { S.grab = null; say(L.dropped, id); draw(); commit(); } else { S.grab = id; S.before = [...S.order]; say(L.grabbed, id); draw(); } return; }
    const d = { ArrowUp: -1, ArrowDown: 1 }[e.key];
    if (d && S.grab === id) { e.preventDefault(); if (move(id, S.order.indexOf(id) + d)) { focus(id, 'grip'); S.grab = id; draw(); say(L.moved, id); } }
    if (e.key === 'Escape' && S.grab === id) { e.preventDefault(); S.order = S.before; S.grab = null; draw(); say(L.cancelled, id); }
  }
  function down(e, id, li, g) {                       // listeners on window: moving the node in the DOM drops a pointer capture
    if (data.disabled || e.button > 0) return;
    e.preventDefault(); g.focus(); li.classList.add('drag'); let moved = false;
    const mv = ev => { if (ev.pointerId !== e.pointerId) return; const y = ev.clientY, others = [...ol.children].filter(c => c !== li);
      let to = others.findIndex(c => { const r = c.getBoundingClientRect(); return y < r.top + r.height / 2; }); if (to < 0) to = others.length;
      if (move(id, to)) moved = true; };
    const end = ev => { if (ev.pointerId !== e.pointerId) return; window.removeEventListener('pointermove', mv); window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end); li.classList.remove('drag'); if (moved) { say(L.dropped, id); commit(); } };
    window.addEventListener('pointermove', mv); window.addEventListener('pointerup', end); window.addEventListener('pointercancel', end);
  }
  draw();
}
