// The loader: one script tag on the shop's page.
//
//   <script type="module" src="https://help.example/embed/kenner.js" data-product="Kwelder" data-language="nl"></script>
//
// Attributes, all optional: data-product and data-reason (an id, or the name as the brand lists it), data-language,
// data-hue and data-strength (the launcher's colour before the frame tells the brand's). A page may place <kenner-chat>
// itself instead, with the same attributes, and open it with its method show(true). Without the script a plain link to
// https://help.example/chat does the same.
import { start } from './start'

start(import.meta.url)
