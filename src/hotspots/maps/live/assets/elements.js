/* Elements of a page. The page of a map that leaves as a file holds the same script. */

/** Text reaches the page as text only: a name is data, and data can be hostile. */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}
