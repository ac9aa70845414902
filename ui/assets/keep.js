// Ask for the cookie until it is there. A ticket that is refused is told to the page, which brings another.
export default function ({ data, parentElement, setTriggerValue }) {
  const mine = window.__rapportKeep || (window.__rapportKeep = { ticket: null, wait: 1 });
  Object.assign(mine, { parentElement, setTriggerValue });
  if (!data || mine.ticket === data.ticket) return;
  const ticket = (mine.ticket = data.ticket);
  const later = (act) => { setTimeout(act, mine.wait * 1000); mine.wait = Math.min(mine.wait * 2, 30); };
  const arrived = () => {
    if (mine.wait > 1 && !mine.parentElement.isConnected) location.reload();  // the server forgot us meanwhile: the cookie does not
  };
  const tell = () => {
    if (mine.ticket !== ticket) return;
    mine.setTriggerValue('refused', ticket);
    later(tell);  // nobody hears it while the connection is away
  };
  const ask = () => fetch('/auth/redeem', { method: 'POST', credentials: 'same-origin', keepalive: true,
    headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ticket }) })
    .then((answer) => answer.status, () => 0)
    .then((status) => {
      if (status === 200) arrived();
      else if (status === 400 || status === 403) later(tell);
      else later(ask);
    });
  ask();
}
