/* What areas say to whoever points at them: sent with the map or, where they are many, asked for. */

/** What an area says; empty as long as it is not here. `ask` gives what was sent for some areas. */
export function tipOf(areas, index, ask) {
  const size = areas.tips_in;
  if (!size) return said(areas, index);
  const first = index - (index % size);
  const sent = ask?.(first);
  return sent ? said(sent, index - first) : "";
}

/** The form that a tip names, with its own numbers in the blanks. */
function said({ forms, tip }, index) {
  const [form, ...numbers] = (tip[index] ?? "").split("|");
  return (forms[form] ?? "").replaceAll("¤", () => numbers.shift() ?? "");
}
