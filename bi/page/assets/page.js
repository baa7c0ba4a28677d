"use strict";
/* The page's own script: reads the data of the page, filters them, draws charts and the table.
   Whatever comes from articles is put into the document as text only. */
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data"), charts = read("charts"), words = read("words"), basemap = read("basemap");
  const $ = (id) => document.getElementById(id);
  const UNKNOWN = "unknown", PAGE = 50, DAY_MS = 86_400_000;
  const FAMILIES = ["bombing", "armed", "remote", "abduction", "arrest", "seizure", UNKNOWN];

  // ── languages ──────────────────────────────────────────────────────────────────────────

  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } };
  let language = kept("sijill-language") || (navigator.language.startsWith("ar") ? "ar" : "en");
  const side = () => (language === "ar" ? 0 : 1);
  const pair = (both) => (both ? both[side()] || both[1 - side()] || "" : "");
  /** What is put into a sentence keeps its own direction: 2026-11-23 stays so in Arabic. */
  const isolated = (text) => `\u2068${text}\u2069`;
  const t = (key, values = {}) => {
    const text = words[key] ? pair(words[key]) : key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? isolated(values[name]) : whole));
  };
  const label = (kind, code) => {
    if (code === null || code === undefined) return "";
    if (code === UNKNOWN) return t("unknown");
    return pair((data.labels[kind] || {})[code]) || code;
  };
  const number = (value) => value.toLocaleString(language === "ar" ? "ar-u-nu-latn" : "en");

  // ── small things ───────────────────────────────────────────────────────────────────────

  /** An element; children are elements or texts, never markup. */
  const h = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "onclick") made.addEventListener("click", value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  };
  const told = (text) => h("bdi", { dir: "auto" }, text);
  /** A text whose days and versions no line break tears apart. */
  const whole = (text) => text.split(/(\d{4}-\d\d-\d\d|\d{6}-[0-9a-f]{12})/).map((part, at) => (at % 2 ? h("span", { class: "whole" }, part) : part));
  const webAddress = (text) => (/^https?:\/\//i.test(text || "") ? text : null);

  /** Names folded so that Mosul, Al-Mawsil, الموصل and موصل are found alike (seeds/name_folding.csv). */
  const rules = data.folding.map(([kind, pattern, replacement]) => {
    if (kind === "letters") {
      return [new RegExp(`[${[...pattern].map((l) => `\\u{${l.codePointAt(0).toString(16)}}`).join("")}]`, "gu"), replacement];
    }
    if (kind === "squeeze") return [new RegExp(`([${pattern}])\\1+`, "gu"), "$1"];
    return [new RegExp(pattern, "gu"), replacement.replace(/\\(\d)/g, "$$$1")];
  });
  const fold = (text) => {
    const bare = text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase();
    return rules.reduce((folded, [found, put]) => folded.replace(found, put), ` ${bare} `);
  };

  // ── incidents ──────────────────────────────────────────────────────────────────────────

  const incidents = new Map(); // id → incident
  const details = new Map(); // id → claims, reports, …
  const loaded = new Set(); // files
  const isDay = (text) => typeof text === "string";

  const monday = (day) => {
    const at = new Date(`${day}T00:00:00Z`);
    return new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
  };

  const take = (batch) => {
    for (const [code, both] of Object.entries(batch.areas)) areas.set(code, both);
    for (const row of batch.rows) {
      const one = Object.fromEntries(batch.columns.map((name, at) => [name, row[at]]));
      const [ar, en, name, lat, lon, precision, radius, disputedAr, disputedEn] = batch.places[one.place];
      one.place = { names: [ar, en], name, lat, lon, precision, radius, disputed: disputedEn ? [disputedAr, disputedEn] : null };
      const [code, actorAr, actorEn] = batch.actors[one.actor];
      one.actor = code === null ? null : { code, names: [actorAr, actorEn] };
      one.family = data.families[one.type] || UNKNOWN;
      one.filed = one.day || one.first_reported;
      incidents.set(one.id, one);
    }
    for (const [id, found] of Object.entries(batch.details)) details.set(id, found);
  };
  const areas = new Map();

  const placeName = (one) => pair(one.place.names) || one.place.name || t("unknown");
  const area = (code) => (code ? pair(areas.get(code)) || code : "");
  const actorName = (one) => (one.actor ? pair(one.actor.names) : "");
  const where = (one) => [...new Set([placeName(one), area(one.admin1), area(one.country)])].filter(Boolean).join(language === "ar" ? "، " : ", ");

  const haystack = (one) => {
    if (!one.folded) {
      const texts = [...one.place.names, one.place.name, ...(areas.get(one.admin1) || []), ...(areas.get(one.country) || []),
        ...(one.actor ? one.actor.names : []), ...(data.labels.type[one.type] || []), ...(data.labels.weapon[one.weapon] || []), one.quote, one.id];
      one.folded = texts.filter(Boolean).map(fold).join(" ");
    }
    return one.folded;
  };

  /** A range of counts in words: 12; 10–14; at least 3; not reported. */
  const range = (low, best, high) => {
    if (low === null && best === null && high === null) return "";
    if (best !== null && (low === null || low === best) && high === best) return number(best);
    const bounds = high === 0 && best === null ? number(0) : high === null ? t("open_top", { low: number(low ?? best) })
      : low === null ? t("up_to", { high: number(high) }) : low === high ? number(low) : `${number(low)}–${number(high)}`;
    return best === null ? bounds : `${number(best)} (${bounds})`;
  };

  // ── files beside the page ──────────────────────────────────────────────────────────────

  const waiting = new Map();
  const idsKnown = new Map();
  window.sijill = {
    batch: (name, batch) => { loaded.add(name); take(batch); },
    ids: (shard, found) => { idsKnown.set(shard, found); },
  };
  const load = (file) => {
    if (!waiting.has(file)) {
      waiting.set(file, new Promise((done, failed) => {
        const script = h("script", { src: file });
        script.onload = done;
        script.onerror = () => { waiting.delete(file); failed(new Error(t("load_failed", { file }))); };
        document.head.append(script);
      }));
    }
    return waiting.get(file);
  };
  const monthOf = (day) => (isDay(day) ? day.slice(0, 7) : UNKNOWN);
  const loadMonths = async (wanted) => {
    const files = data.months.filter(({ month }) => wanted(month)).flatMap(({ files: all }) => all).filter((file) => !loaded.has(file));
    if (!files.length) return;
    say(t("loading"));
    await Promise.all(files.map(load));
  };

  // ── filters ────────────────────────────────────────────────────────────────────────────

  const form = $("filters");
  const state = { only: null, sort: "filed", descending: true, shown: PAGE, opened: new Set() };
  const problem = { text: "" };

  const chosen = () => {
    const of = (name) => form.elements[name].value;
    return { from: of("from"), to: of("to"), type: of("type"), country: of("country"), admin1: of("admin1"),
      actor: of("actor"), status: of("status"), text: fold(of("text")), deadly: form.elements.deadly.checked, held: form.elements.held.checked };
  };
  const isAskedFor = (one, by) => by.held || !one.hold_reasons;
  const isKilled = (one) => (one.killed_best ?? one.killed_low ?? 0) > 0;
  const fits = (one, by, but) =>
    isAskedFor(one, by) && (!by.from || one.filed >= by.from) && (!by.to || one.filed <= by.to) &&
    (but === "type" || !by.type || one.type === by.type || one.family === by.type.replace(/^family:/, "")) &&
    (but === "country" || !by.country || one.country === by.country) &&
    (but === "admin1" || but === "country" || !by.admin1 || one.admin1 === by.admin1) &&
    (but === "actor" || !by.actor || (one.actor && actorKey(one) === by.actor)) &&
    (but === "status" || !by.status || one.status === by.status) &&
    (!by.deadly || isKilled(one)) && (!by.text || haystack(one).includes(by.text));
  const actorKey = (one) => (one.actor.code === UNKNOWN ? `name:${one.actor.names[0]}` : one.actor.code);

  const selected = () => {
    if (state.only) return incidents.has(state.only) ? [incidents.get(state.only)] : [];
    const by = chosen();
    return [...incidents.values()].filter((one) => fits(one, by, null));
  };

  /** Choices with how many incidents each has under the other filters. */
  const fillChoices = () => {
    const by = chosen();
    const fill = (name, of, text) => {
      const select = form.elements[name], before = select.value, counts = new Map();
      for (const one of incidents.values()) {
        if (!fits(one, by, name)) continue;
        for (const code of of(one)) if (code) counts.set(code, (counts.get(code) || 0) + 1);
      }
      if (before && !counts.has(before)) counts.set(before, 0);
      const options = [...counts].map(([code, count]) => [code, text(code), count]);
      options.sort((a, b) => b[2] - a[2] || a[1].localeCompare(b[1], language));
      select.replaceChildren(h("option", { value: "" }, t("all")), ...options.map(([code, shown, count]) => h("option", { value: code }, `${shown} (${number(count)})`)));
      select.value = before;
    };
    const names = new Map();
    for (const one of incidents.values()) if (one.actor && isAskedFor(one, by)) names.set(actorKey(one), actorName(one));
    fill("type", (one) => [one.type], (code) => label("type", code));
    fill("country", (one) => [one.country], area);
    fill("admin1", (one) => [!by.country || one.country === by.country ? one.admin1 : null], area);
    fill("actor", (one) => [one.actor && actorKey(one)], (code) => names.get(code) || code);
    fill("status", (one) => [one.status], (code) => label("status", code));
  };

  const say = (...texts) => $("told").replaceChildren(...texts);
  const sayWhatIsShown = (rows) => {
    if (state.only) {
      say(t("link"), ": ", h("code", {}, state.only), " ", h("button", { type: "button", class: "as-link", onclick: () => { location.hash = ""; } }, t("reset")));
      return;
    }
    const isOwn = ![...loaded].some((file) => file.startsWith("page/"));
    const by = chosen(), all = [...incidents.values()].filter((one) => isAskedFor(one, by)).length;
    say(...whole(t(isOwn ? "shown" : "shown_loaded", { n: number(rows.length), of: number(all), since: data.since })), " ",
      data.incidents_in_register > all ? t("register_holds", { n: number(data.incidents_in_register) }) : "",
      problem.text ? h("strong", {}, ` ${problem.text}`) : "");
  };

  // ── figures ────────────────────────────────────────────────────────────────────────────

  /** Low, best and high over the incidents: docs/tolls.md, Sums. */
  const sums = (rows, what) => rows.reduce(([low, best, high], one) => {
    const [l, b, g] = ["low", "best", "high"].map((bound) => one[`${what}_${bound}`]);
    return [low + (l ?? b ?? 0), best + (b ?? l ?? 0), high + (g ?? b ?? l ?? 0)];
  }, [0, 0, 0]);

  /** How far the figures can be believed, as measured on newspapers that nobody had read. */
  const showMeasured = () => {
    const found = data.measured, box = $("measured");
    box.hidden = !found;
    if (!found) return;
    const share = (value) => `${number(Math.round(1000 * value) / 10)}%`;
    const between = (name) => `${share(found[`${name}_low`])}–${share(found[`${name}_high`])}`;
    box.textContent = t("measured", {
      precision: share(found.precision), precision_between: between("precision"),
      recall: share(found.recall), recall_between: between("recall"),
    }) + (found.false_articles === null ? "" : ` ${t("measured_false", { share: share(found.false_articles) })}`);
  };

  const showFigures = (rows) => {
    const toll = (what) => {
      const [low, best, high] = sums(rows, what);
      return [number(best), t("bounds", { low: number(low), high: number(high) })];
    };
    const count = (status) => rows.filter((one) => one.status === status).length;
    const figures = [
      ["incidents", number(rows.length), ""],
      ["killed", ...toll("killed")],
      ["wounded", ...toll("wounded")],
      ["figure_corroborated", number(count("corroborated")), rows.length ? `${Math.round((100 * count("corroborated")) / rows.length)} %` : ""],
      ["figure_disputed", number(count("disputed")), ""],
    ];
    $("figures").replaceChildren(...figures.map(([key, big, small]) =>
      h("div", key === "killed" ? { title: t("figure_killed") } : {}, h("dt", {}, t(key)), h("dd", { class: "big", "data-figure": key }, big), small ? h("dd", { class: "quiet small" }, small) : "")));
  };

  // ── charts ─────────────────────────────────────────────────────────────────────────────

  const isDark = () => document.documentElement.dataset.theme === "dark";
  const PALETTES = {
    family: { light: ["#b5360b", "#1f4fc4", "#7a1fc2", "#0d6b63", "#5b6875", "#8a6100", "#9aa3ad"], dark: ["#ff9264", "#83a9ff", "#c58bf5", "#5fd0c2", "#a8b4c0", "#e3b95a", "#76818c"] },
    status: { light: ["#17693f", "#b77400", "#a3201a"], dark: ["#7fd1a3", "#f0b35c", "#ff9b93"] },
    sure: { light: ["#7a1fc2", "#1f4fc4", "#7fa3ef", "#9aa3ad"], dark: ["#c58bf5", "#83a9ff", "#4a6fc0", "#76818c"] },
  };
  const DOMAINS = { family: FAMILIES, status: ["corroborated", "provisional", "disputed"], sure: ["claimed", "attributed", "suspected", UNKNOWN] };
  const colour = (name) => {
    const [kind, code] = name.split(/_(.*)/);
    if (PALETTES[kind] && code) return PALETTES[kind][isDark() ? "dark" : "light"][DOMAINS[kind].indexOf(code)];
    if (name === "scale_low") return isDark() ? "#233648" : "#dce9f5";
    if (name === "scale_high") return isDark() ? "#8ec3f7" : "#0f4f8a";
    if (name === "toll") return isDark() ? "#ff9b93" : "#a3201a";
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || name;
  };
  const LABEL_KINDS = { family: "family", perpetrator_status: "perpetrator_status", status: "status" };
  const labelExpression = (field) => {
    const codes = DOMAINS[field === "perpetrator_status" ? "sure" : field];
    return codes.map((code) => `datum.label === '${code}' ? ${JSON.stringify(label(LABEL_KINDS[field], code))} : `).join("") + "datum.label";
  };
  const filled = (node) => {
    if (typeof node === "string") {
      if (node.startsWith("@label ")) return labelExpression(node.slice(7));
      if (node.startsWith("@")) return t(node.slice(1));
      return node.startsWith("$") && !node.startsWith("$schema") ? colour(node.slice(1)) : node;
    }
    if (Array.isArray(node)) return node.map(filled);
    if (node && typeof node === "object") return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key === "$schema" ? value : filled(value)]));
    return node;
  };
  const mirrored = (spec) => {
    if (language !== "ar" || !spec.usermeta?.mirrored) return spec;
    const { x, y } = spec.encoding;
    return { ...spec, encoding: { ...spec.encoding, x: { ...x, scale: { ...x.scale, reverse: true } }, y: { ...y, axis: { ...y.axis, orient: "right" } } } };
  };
  /** On a phone a legend of three columns would be cut off. */
  const narrowed = (spec, width) => {
    const colour_ = spec.encoding?.color;
    if (width >= 360 || !colour_?.legend?.columns) return spec;
    return { ...spec, encoding: { ...spec.encoding, color: { ...colour_, legend: { ...colour_.legend, columns: 2 } } } };
  };
  const config = () => ({
    background: null, font: getComputedStyle(document.body).fontFamily, view: { stroke: null },
    axis: { labelColor: colour("ink"), titleColor: colour("quiet"), gridColor: colour("line"), domainColor: colour("border"), tickColor: colour("border"), titleFontWeight: 500 },
    legend: { labelColor: colour("ink"), titleColor: colour("quiet") },
  });
  const views = {};
  const tooltip = (_handler, event, _item, value) => {
    if (!value || typeof value !== "object") { hideTip(); return; }
    showTip(event, Object.entries(value).map(([key, said]) => h("div", {}, `${key}: `, told(String(said)))));
  };
  const drawChart = async (name, sets) => {
    const spec = { ...onBaseMap(narrowed(mirrored(filled(charts[name])), $(name).clientWidth)), datasets: sets, description: document.getElementById(`${name}-title`).textContent };
    const result = await vegaEmbed($(name), spec, { mode: "vega-lite", actions: false, ast: true, logLevel: 1, renderer: name === "map" ? "canvas" : "svg", tooltip, config: config() });
    views[name]?.finalize();
    views[name] = result.view;
  };

  const rowsForCharts = (rows) => rows.map((one) => ({
    id: one.id, week: one.day ? monday(one.day) : null, family: one.family, family_order: FAMILIES.indexOf(one.family),
    governorate: area(one.admin1) || area(one.country) || null, governorate_key: one.admin1 || one.country || "",
    perpetrator: actorName(one) || null, perpetrator_key: one.actor ? actorKey(one) : "", perpetrator_status: one.perpetrator_status,
    status: one.status, source_count: one.source_count, lat: one.place.lat, lon: one.place.lon,
    size: 4 + (one.killed_best ?? one.killed_low ?? 0), exact: one.place.precision !== null && one.place.precision <= 2,
  }));
  const weeksOf = (rows) => {
    const weeks = new Map();
    for (const one of rows) if (one.day) weeks.set(monday(one.day), [...(weeks.get(monday(one.day)) || []), one]);
    return [...weeks].map(([week, those]) => {
      const [low, best, high] = sums(those, "killed");
      return { week, killed_low: low, killed_best: best, killed_high: high };
    });
  };
  const put = async (name, sets) => {
    const view = views[name];
    for (const [set, rows] of Object.entries(sets)) view.data(set, rows);
    await view.resize().runAsync();
  };
  /** The base map is handed over once, when the map is drawn: nothing filters it. */
  const onBaseMap = (spec) => (spec.layer ? { ...spec, layer: spec.layer.map((layer) =>
    basemap.objects[layer.data?.name] ? { ...layer, data: { values: basemap, format: { type: "topojson", feature: layer.data.name } } } : layer) } : spec);
  const coverageRows = () => data.coverage.map(([outlet, day, articles]) => ({ outlet: pair(data.outlets[outlet]) || outlet, day, articles }));
  const countriesShown = (rows) => {
    const found = new Map();
    for (const one of rows) {
      if (!one.country || one.place.lat === null) continue;
      const [lat, lon, n] = found.get(one.country) || [0, 0, 0];
      found.set(one.country, [lat + one.place.lat, lon + one.place.lon, n + 1]);
    }
    return [...found.keys()].filter((code) => data.countries[code]).map((code) => ({ label: pair(data.countries[code]), lat: data.countries[code][2], lon: data.countries[code][3] }));
  };
  /** What each chart is drawn from. */
  const setsOf = (rows) => {
    const plain = rowsForCharts(rows);
    return {
      map: { countries: countriesShown(rows), incidents: plain },
      weeks: { incidents: plain }, toll: { weeks: weeksOf(rows) }, governorates: { incidents: plain },
      actors: { incidents: plain }, corroboration: { incidents: plain }, coverage: { coverage: coverageRows() },
    };
  };
  const showCharts = (rows) => {
    // what was read of the outlets depends on no filter
    const { coverage: _always, ...filtered } = setsOf(rows);
    return Promise.all(Object.entries(filtered).map(([name, sets]) => put(name, sets)));
  };
  const showLegend = (rows) => {
    const present = FAMILIES.filter((family) => rows.some((one) => one.family === family));
    $("map-legend").replaceChildren(...present.map((family) => {
      const dot = h("i", { "aria-hidden": "true" });
      dot.style.background = colour(`family_${family}`);
      return h("span", {}, dot, label("family", family));
    }));
  };

  // ── the map ────────────────────────────────────────────────────────────────────────────

  const chart = { lon: 42, lat: 28, scale: 900 };
  const mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const unmercator = (y) => (Math.atan(Math.exp(y)) * 360) / Math.PI - 90;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const moveMap = async () => {
    chart.scale = Math.min(Math.max(chart.scale, 120), 60_000);
    chart.lat = Math.min(Math.max(chart.lat, -60), 75);
    const view = views.map;
    if (view) await view.signal("map_lon", chart.lon).signal("map_lat", chart.lat).signal("map_scale", chart.scale).runAsync();
  };
  const fitMap = (rows) => {
    const points = rows.map((one) => one.place).filter((place) => place.lat !== null && place.lon !== null);
    const [width, height] = [views.map?.width() || 600, views.map?.height() || 460];
    if (points.length) {
      const lons = points.map((place) => place.lon), ys = points.map((place) => mercator(place.lat));
      const ends = (values) => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
      const [west, east] = ends(lons), [south, north] = ends(ys);
      chart.lon = (west + east) / 2;
      chart.lat = unmercator((south + north) / 2);
      chart.scale = Math.min((width * 0.84) / Math.max(radians(east - west), 0.02), (height * 0.8) / Math.max(north - south, 0.02), 9000);
    }
    return moveMap();
  };
  const pan = (dx, dy) => {
    chart.lon -= (dx / chart.scale) * (180 / Math.PI);
    chart.lat = unmercator(mercator(chart.lat) + dy / chart.scale);
    return moveMap();
  };
  const zoom = (by) => { chart.scale *= by; return moveMap(); };
  const listenToMap = () => {
    const frame = $("map-frame");
    let from = null;
    frame.addEventListener("pointerdown", (event) => { if (event.button === 0 && !event.target.closest(".zoom")) from = [event.clientX, event.clientY]; });
    window.addEventListener("pointermove", (event) => {
      if (!from) return;
      frame.classList.add("dragged");
      pan(event.clientX - from[0], event.clientY - from[1]);
      from = [event.clientX, event.clientY];
    });
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => { from = null; frame.classList.remove("dragged"); });
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== frame) return; // the page scrolls on
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8);
    }, { passive: false });
    frame.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
      if (event.key in moves) pan(...moves[event.key]);
      else if (event.key === "+" || event.key === "=") zoom(1.4);
      else if (event.key === "-") zoom(1 / 1.4);
      else if (event.key === "0") fitMap(selected());
      else return;
      event.preventDefault();
    });
    $("zoom-in").addEventListener("click", () => zoom(1.5));
    $("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
    $("zoom-fit").addEventListener("click", () => fitMap(selected()));
  };
  const listenToPlaces = () => {
    const of = (item) => (item?.datum?.id ? incidents.get(item.datum.id) : null);
    views.map.addEventListener("mousemove", (event, item) => {
      const one = of(item);
      if (one) showTip(event, tipOf(one)); else hideTip();
    });
    views.map.addEventListener("mouseout", hideTip);
    views.map.addEventListener("click", (_event, item) => { const one = of(item); if (one) location.hash = `incident/${one.id}`; });
  };
  const tip = $("tip");
  const hideTip = () => { tip.hidden = true; };
  const showTip = (event, children) => {
    tip.replaceChildren(...children);
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    tip.style.top = `${event.clientY + height + 24 > innerHeight ? event.clientY - height - 12 : event.clientY + 14}px`;
  };
  const tipOf = (one) => {
    const place = one.place;
    const lines = [
      h("strong", {}, `${label("type", one.type)} · ${one.day ? isolated(one.day) : t("unknown")}`), told(where(one)),
      h("div", { class: "quiet" }, `${label("geo_precision", String(place.precision))}${place.radius ? ` · ${t("radius", { km: number(place.radius) })}` : ""}`),
    ];
    if (place.disputed) lines.push(h("div", {}, t("disputed_area", { name: pair(place.disputed) })));
    for (const what of ["killed", "wounded"]) {
      const said = range(one[`${what}_low`], one[`${what}_best`], one[`${what}_high`]);
      if (said) lines.push(h("div", {}, `${t(what)}: ${said}`));
    }
    if (one.actor) lines.push(h("div", {}, `${t("actor")}: `, told(actorName(one)), ` (${label("perpetrator_status", one.perpetrator_status)})`));
    if (one.quote) lines.push(h("div", { lang: "ar", dir: "rtl" }, `«${one.quote}»`));
    lines.push(h("div", { class: "quiet" }, `${t("sources")}: ${number(one.source_count)} · ${t("outlets")}: ${number(one.outlet_count)} · ${label("status", one.status)}`));
    return lines;
  };

  // ── the table ──────────────────────────────────────────────────────────────────────────

  /** What a toll rests on, where that is not a count that somebody states. */
  const basis = (one) => (["party_claim_only", "implied", "corrected"].includes(one.killed_basis) ? h("div", { class: "quiet small" }, label("basis", one.killed_basis)) : "");
  const COLUMNS = [
    ["filed", "day", (one) => [one.day ? [isolated(one.day), one.day_to ? ` – ${isolated(one.day_to)}` : ""].join("") : `${t("unknown")} (${t("first_reported")} ${one.first_reported})`]],
    ["type", "type", (one) => [label("type", one.type), one.outcome === "completed" ? "" : ` (${label("outcome", one.outcome)})`]],
    ["place", "place", (one) => [told(where(one))]],
    ["killed", "killed", (one) => [range(one.killed_low, one.killed_best, one.killed_high) || h("span", { class: "quiet" }, t("not_told")), basis(one)]],
    ["wounded", "wounded", (one) => [range(one.wounded_low, one.wounded_best, one.wounded_high) || h("span", { class: "quiet" }, t("not_told"))]],
    ["actor", "actor", (one) => (one.actor ? [told(actorName(one)), h("span", { class: "quiet small" }, ` ${label("perpetrator_status", one.perpetrator_status)}`)] : [h("span", { class: "quiet" }, t("unknown"))])],
    ["source_count", "sources", (one) => [h("span", { class: `badge ${one.status}` }, label("status", one.status)), ` ${number(one.source_count)}`]],
  ];
  const sortKey = {
    filed: (one) => one.filed, type: (one) => label("type", one.type), place: (one) => where(one),
    killed: (one) => one.killed_best ?? one.killed_low ?? -1, wounded: (one) => one.wounded_best ?? one.wounded_low ?? -1,
    actor: (one) => actorName(one), source_count: (one) => one.source_count,
  };
  const sorted = (rows) => {
    const key = sortKey[state.sort], sign = state.descending ? -1 : 1;
    return rows.map((one) => [key(one), one]).sort(([a, x], [b, y]) =>
      sign * (typeof a === "number" ? a - b : String(a).localeCompare(String(b), language)) || (x.id < y.id ? -1 : 1)).map(([, one]) => one);
  };
  const showHead = () => {
    document.querySelector("#incidents thead tr").replaceChildren(
      ...COLUMNS.map(([key, word]) => h("th", { scope: "col", "aria-sort": state.sort === key ? (state.descending ? "descending" : "ascending") : "none" },
        h("button", { type: "button", title: t("sort_by", { what: t(word) }), onclick: () => {
          state.descending = state.sort === key ? !state.descending : ["filed", "killed", "wounded", "source_count"].includes(key);
          state.sort = key;
          showTable(selected());
        } }, t(word), state.sort === key ? (state.descending ? " ▾" : " ▴") : ""))),
      h("th", { scope: "col" }, h("span", { class: "hidden-visually" }, t("open"))));
  };
  const showTable = (rows) => {
    showHead();
    const all = sorted(rows), body = document.querySelector("#incidents tbody");
    body.replaceChildren(...all.slice(0, state.shown).flatMap(tableRows));
    if (!all.length) body.append(h("tr", {}, h("td", { colspan: COLUMNS.length + 1 }, t("no_rows"))));
    const left = all.length - state.shown;
    $("more").hidden = left <= 0;
    $("more").textContent = t("more", { n: number(Math.min(left, PAGE)) });
  };
  const tableRows = (one) => {
    const isOpen = state.opened.has(one.id), detailId = `detail-${one.id}`;
    const what = `${label("type", one.type)} ${one.day || ""} ${placeName(one)}`;
    const row = h("tr", { id: `row-${one.id}`, class: [isOpen ? "opened" : "", one.hold_reasons ? "held" : ""].filter(Boolean).join(" ") || null },
      ...COLUMNS.map(([key, word, cells]) => h("td", { class: ["killed", "wounded"].includes(key) ? "number" : null, "data-head": t(word) }, ...cells(one))),
      h("td", { class: "open-cell" }, h("button", { type: "button", "aria-expanded": String(isOpen), "aria-controls": detailId, "aria-label": t("open_incident", { what }),
        onclick: () => toggle(one) }, isOpen ? "−" : "+")));
    if (!isOpen) return [row];
    const cell = h("td", { colspan: COLUMNS.length + 1 });
    fillDetail(cell, one);
    return [row, h("tr", { id: detailId, class: "detail" }, cell)];
  };
  const toggle = (one) => {
    if (!state.opened.delete(one.id)) state.opened.add(one.id);
    showTable(selected());
    document.querySelector(`#${CSS.escape(`row-${one.id}`)} button`)?.focus();
  };
  const smallTable = (title, heads, rows) => (rows.length ? [h("h3", {}, title), h("div", { class: "detail-tables" }, h("table", {},
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell, at) => h("td", { "data-head": heads[at] }, cell)))))))] : []);
  const quoted = (text) => (text ? h("q", { lang: "ar", dir: "rtl" }, text) : h("span", { class: "quiet" }, "—"));
  const outletName = (key) => told(pair(data.outlets[key]) || key);

  const fillDetail = (cell, one) => {
    const found = details.get(one.id);
    if (!found) {
      cell.replaceChildren(t("loading"));
      loadMonths((month) => month === monthOf(one.day)).then(() => {
        if (details.has(one.id)) fillDetail(cell, one);
      }).catch((error) => cell.replaceChildren(error.message));
      return;
    }
    const place = one.place;
    const facts = [
      [t("weapon"), label("weapon", one.weapon)],
      [t("target"), [label("target", one.target), one.target_detail ? ` (${label("target_detail", one.target_detail)})` : ""].join("")],
      [t("precision"), `${label("geo_precision", String(place.precision))}${place.radius ? ` · ${t("radius", { km: number(place.radius) })}` : ""}`],
      [t("arrested"), one.arrested === null ? "" : number(one.arrested)], [t("abducted"), one.abducted === null ? "" : number(one.abducted)],
    ].filter(([, value]) => value);
    cell.replaceChildren(
      ...(one.quote ? [h("blockquote", { lang: "ar", dir: "rtl" }, one.quote)] : []),
      ...(one.hold_reasons ? [h("p", { class: "note held" }, t("held_because", { why: one.hold_reasons.split(",").map((reason) => label("hold_reason", reason)).join(language === "ar" ? "، " : ", ") }))] : []),
      ...(place.disputed ? [h("p", { class: "note" }, t("disputed_area", { name: pair(place.disputed) }))] : []),
      h("p", {}, facts.map(([name, value]) => `${name}: ${value}`).join(" · ")),
      ...smallTable(t("claims"), [t("measure"), t("value"), t("victim_class"), t("source"), t("authority"), t("counts"), t("outlet"), t("day"), t("quote")],
        found.claims.map(([measure, , victimClass, certainty, low, best, high, sourceAr, sourceEn, authority, isCounted, why, day, outlet, quote]) => [
          measure === "casualties" ? `${t("killed")} + ${t("wounded")}` : label("measure", measure), `${range(low, best, high)}${certainty === "stated" ? "" : ` (${certainty})`}`,
          label("victim_class", victimClass), told(pair([sourceAr, sourceEn])), label("authority", authority),
          isCounted ? t("yes") : label("not_counted", why), outletName(outlet), isolated(day), quoted(quote)])),
      ...smallTable(t("attributions"), [t("actor"), t("stance"), t("stated_by"), t("outlet"), t("day"), t("quote")],
        found.attributions.map(([stance, actorAr, actorEn, by, day, outlet, quote]) => [
          told(language === "ar" || actorEn.startsWith("Unknown") ? actorAr : actorEn), label("stance", stance), by ? told(by) : "", outletName(outlet), isolated(day), quoted(quote)])),
      ...smallTable(t("reports"), [t("outlet"), t("day"), t("quote")],
        found.reports.map(([outlet, day, title, url, , kind, quote]) => [
          outletName(outlet), h("span", {}, isolated(day), kind === "report" ? "" : h("div", { class: "quiet small" }, label("mention_kind", kind))), h("div", {}, webAddress(url) ? h("a", { href: webAddress(url), rel: "noopener noreferrer nofollow", lang: "ar", dir: "rtl" }, title || url) : told(title || ""), h("br"), quoted(quote))])),
      ...smallTable(t("history"), [t("publication"), t("night"), t("change"), t("reasons"), t("killed"), t("wounded"), t("status")],
        found.history.map(([night, publication, change, reasons, ...rest]) => [
          number(publication), isolated(night), t(`change_${change}`), reasons.split(",").filter(Boolean).map((reason) => t(`reason_${reason.trim()}`)).join(language === "ar" ? "، " : ", "),
          range(...rest.slice(0, 3)), range(...rest.slice(3, 6)), label("status", rest[6])])),
      h("div", { class: "linkline" }, h("span", {}, `${t("link")}:`), h("a", { href: `#incident/${one.id}` }, h("code", {}, data.base_url ? `${data.base_url}incident/${one.id}` : one.id)),
        h("button", { type: "button", onclick: (event) => copyLink(event.currentTarget, one) }, t("copy")),
        h("button", { type: "button", "aria-expanded": "false", onclick: (event) => {
          const button = event.currentTarget, open = button.getAttribute("aria-expanded") === "true";
          button.setAttribute("aria-expanded", String(!open));
          if (open) cell.querySelector(".report").remove();
          else { cell.append(reportForm(one)); cell.querySelector(".report select").focus(); }
        } }, t("report_error"))),
    );
  };
  const copyLink = async (button, one) => {
    const address = data.base_url ? `${data.base_url}incident/${one.id}` : location.href.replace(/#.*/, "") + `#incident/${one.id}`;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = t("copied");
    } catch {
      button.previousSibling.focus();
    }
  };
  /** The fields that an editor can set, and the page's names of them. */
  const REPORTED = { occurred_on: "day", event_type: "type", outcome: "outcome", weapon: "weapon", target_type: "target",
    perpetrator_status: "perpetrator_status", killed_low: "killed_low", killed_best: "killed_best", killed_high: "killed_high",
    wounded_low: "wounded_low", wounded_best: "wounded_best", wounded_high: "wounded_high", arrested_best: "arrested", abducted_best: "abducted" };
  const reportable = (one) => ({ ...Object.fromEntries(Object.entries(REPORTED).map(([field, name]) => [field, one[name]])), place: where(one), perpetrator: actorName(one) });
  /** A form whose answer is a file for the editor's desk (`corrections/reports/`, `sijill review`). */
  const reportForm = (one) => {
    const published = reportable(one), id = (name) => `report-${name}-${one.id}`;
    const field = h("select", { id: id("field") }, Object.keys(published).map((name) => h("option", { value: name }, t(`field_${name}`))));
    const now = h("span", { class: "quiet small" });
    const right = h("input", { id: id("right"), dir: "auto", maxlength: "200" }), how = h("input", { id: id("how"), dir: "auto", maxlength: "500" });
    const who = h("input", { id: id("who"), dir: "auto", maxlength: "100", autocomplete: "name" });
    const showNow = () => { now.textContent = `${t("report_published")}: ${published[field.value] ?? t("not_told")}`; };
    field.addEventListener("change", showNow);
    showNow();
    const row = (word, control, ...more) => h("div", { class: "field" }, h("label", { for: control.id }, t(word)), control, ...more);
    const save = () => {
      const report = { sijill_error_report: 1, incident_id: one.id, version: data.version, published: { ...published, quote: one.quote },
        what_is_right: right.value.trim() ? { [field.value]: right.value.trim() } : {}, how_do_you_know: how.value.trim(), your_name: who.value.trim() };
      const link = h("a", { href: URL.createObjectURL(new Blob([JSON.stringify(report, null, 1)], { type: "application/json" })), download: `sijill-report-${one.id}.json` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    };
    return h("div", { class: "report", role: "group", "aria-label": t("report_error") }, h("p", { class: "quiet small" }, t("report_note")),
      row("report_field", field, now), row("report_right", right), row("report_how", how), row("report_who", who),
      h("button", { type: "button", onclick: save }, t("report_save")));
  };

  // ── changes, health, reading ───────────────────────────────────────────────────────────

  const showChanges = () => {
    const { counts, columns, rows } = data.changes, box = $("changes");
    box.replaceChildren();
    if (!rows.length) { box.append(h("p", {}, t("change_none"))); return; }
    const all = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
    for (const kind of ["added", "changed", "restored", "merged", "retracted"]) {
      const those = all.filter((one) => one.change_type === kind);
      if (!counts[kind]) continue;
      box.append(h("h3", {}, `${t(`change_${kind}`)}: ${number(counts[kind])}`), h("ul", {}, those.map(changeLine)));
      if (counts[kind] > those.length) box.append(h("p", { class: "quiet small" }, t("change_more", { n: number(counts[kind] - those.length) })));
    }
  };
  const changeLine = (one) => {
    const now = range(one.killed_low, one.killed_best, one.killed_high), was = range(one.killed_low_before, one.killed_best_before, one.killed_high_before);
    const parts = [label("type", one.event_type), incidents.has(one.incident_id) ? told(placeName(incidents.get(one.incident_id))) : one.place_name ? told(one.place_name) : data.countries[one.country_code] ? pair(data.countries[one.country_code]) : "", one.day ? h("span", { class: "whole" }, isolated(one.day)) : ""].filter(Boolean);
    const line = [h("button", { type: "button", class: "as-link", onclick: () => { location.hash = `incident/${one.successor_id || one.incident_id}`; } }, ...parts.flatMap((part, at) => (at ? [" · ", part] : [part])))];
    if (one.change_type === "changed" && was !== now) line.push(h("div", {}, `${t("killed")}: ${was || t("not_told")} ${language === "ar" ? "←" : "→"} ${now || t("not_told")}`));
    else if (now && one.change_type === "added") line.push(h("div", {}, `${t("killed")}: ${now}`));
    if (one.change_type === "merged") line.push(h("div", { class: "quiet small" }, `${t("into")} ${one.successor_id}`));
    const why = one.reasons.split(",").map((reason) => reason.trim()).filter((reason) => reason && reason !== "new_incident").map((reason) => t(`reason_${reason}`));
    if (why.length) line.push(h("div", { class: "quiet small" }, why.join(language === "ar" ? "، " : ", ")));
    return h("li", {}, line);
  };
  const showHealth = () => {
    const health = data.health, box = $("health");
    if (!health) { box.replaceChildren(h("p", {}, t("health_none"))); return; }
    const rows = [["health_read", "records_read"], ["health_staged", "records_staged"], ["health_quarantined", "records_quarantined"], ["health_repeated", "records_repeated"],
      ["health_checks", "checks_passed"], ["health_warned", "checks_warned"], ["health_seconds", "seconds"]];
    const fits_ = health.records_read === health.records_staged + health.records_quarantined + health.records_repeated;
    box.replaceChildren(h("table", { class: "health-table" }, h("tbody", {}, rows.map(([word, name]) => h("tr", {}, h("th", { scope: "row" }, t(word)), h("td", { class: "number" }, number(health[name])))))),
      h("p", { class: "quiet small" }, `${fits_ ? "✓" : "✗"} ${t("health_sum")}`));
    const reasons = Object.entries(health.quarantine);
    if (reasons.length) box.append(h("h3", {}, t("health_reasons")), h("ul", {}, reasons.map(([reason, count]) => h("li", {}, told(reason), `: ${number(count)}`))));
    if (health.warnings.length) box.append(h("h3", {}, t("health_warned")), h("ul", {}, health.warnings.map((text) => h("li", {}, told(text)))));
  };
  const showReading = () => $("reading").replaceChildren(...[1, 2, 3, 4].map((at) => h("li", {}, t(`reading_${at}`))));

  // ── everything ─────────────────────────────────────────────────────────────────────────

  const showTexts = () => {
    document.documentElement.lang = language;
    document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
    for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
    showMeasured();
    for (const node of document.querySelectorAll("[data-label]")) { node.setAttribute("aria-label", t(node.dataset.label)); node.title = t(node.dataset.label); }
    $("language").textContent = language === "ar" ? "English" : "العربية";
    $("language").lang = language === "ar" ? "en" : "ar";
    $("text").placeholder = t("text_hint");
    const batch = data.health?.batch_date ?? data.night;
    $("about").replaceChildren(...whole(t(batch === data.night ? "about" : "about_earlier", { number: data.number, batch, night: data.night, version: data.version, published_at: data.published_at.replace("T", " ").replace("+00:00", " UTC") })));
  };
  let isFitted = false;
  const show = async () => {
    const rows = selected();
    await showCharts(rows);
    await showRows(rows);
  };
  /** All but what charts draw. */
  const showRows = async (rows) => {
    fillChoices();
    showFigures(rows);
    showTable(rows);
    sayWhatIsShown(rows);
    showLegend(rows);
    if (!isFitted) { await fitMap(rows); isFitted = true; }
  };
  const redraw = async () => {
    showTexts();
    showChanges();
    showHealth();
    showReading();
    const rows = selected();
    for (const [name, sets] of Object.entries(setsOf(rows))) await drawChart(name, sets);
    listenToPlaces();
    await showRows(rows);
    await moveMap();
    document.documentElement.dataset.drawn = language;
  };
  const changed = async () => {
    state.shown = PAGE;
    problem.text = "";
    const by = chosen();
    if (by.from && by.from < data.since) {
      const last = by.to || data.night;
      try {
        await loadMonths((month) => month === UNKNOWN || (month >= by.from.slice(0, 7) && month <= last.slice(0, 7)));
      } catch (error) { problem.text = error.message; }
    }
    await show();
  };

  const goTo = async () => {
    const id = /^#incident\/(.+)$/.exec(decodeURIComponent(location.hash))?.[1];
    state.only = null;
    problem.text = "";
    if (!id) { await show(); return; }
    try {
      if (!incidents.has(id)) await find(id);
    } catch (error) { problem.text = error.message; }
    if (!incidents.has(state.only || id)) {
      await show();
      say(problem.text || t("not_found", { id }));
      return;
    }
    state.only = state.only || id;
    state.opened.add(state.only);
    await show();
    $("table-part").scrollIntoView();
    $("table-part").focus({ preventScroll: true });
  };
  /** Load the month of an incident that the page does not hold; one that was merged leads on. */
  const find = async (id) => {
    const shard = id.slice(4, 4 + data.id_letters) || "all";
    if (!idsKnown.has(shard)) await load(`page/ids/${/^[0-9a-f]+$|^all$/.test(shard) ? shard : "all"}.js`);
    const found = idsKnown.get(shard)?.[id];
    if (!found) return;
    if (found === "retracted") { problem.text = t("was_retracted", { id }); return; }
    if (found.startsWith(">")) {
      const next = found.slice(1);
      if (!incidents.has(next)) await find(next);
      state.only = state.only || next;
      problem.text = t("was_merged", { id });
      return;
    }
    await loadMonths((month) => month === found);
  };

  const start = async () => {
    document.documentElement.dataset.theme = kept("sijill-theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    document.querySelector("main").hidden = false;
    take(read("own-incidents"));
    form.elements.from.value = data.since;
    form.elements.to.value = data.night;
    form.addEventListener("submit", (event) => event.preventDefault());
    let soon = 0;
    form.addEventListener("input", (event) => { clearTimeout(soon); soon = setTimeout(() => { if (event.target.name === "country") form.elements.admin1.value = ""; changed(); }, event.target.name === "text" ? 250 : 0); });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const name of ["type", "country", "admin1", "actor", "status", "text"]) form.elements[name].value = "";
      form.elements.deadly.checked = false;
      form.elements.held.checked = false;
      form.elements.from.value = data.since;
      form.elements.to.value = data.night;
      if (location.hash) location.hash = ""; else changed();
    });
    $("more").addEventListener("click", () => { state.shown += PAGE; showTable(selected()); });
    $("language").addEventListener("click", () => { language = language === "ar" ? "en" : "ar"; keep("sijill-language", language); for (const one of incidents.values()) delete one.folded; redraw(); });
    $("theme").addEventListener("click", () => { document.documentElement.dataset.theme = isDark() ? "light" : "dark"; keep("sijill-theme", document.documentElement.dataset.theme); redraw(); });
    window.addEventListener("hashchange", goTo);
    // paper is light: what is drawn is drawn for it, and drawn back afterwards
    let wasDark = false;
    window.addEventListener("beforeprint", () => {
      wasDark = isDark();
      if (wasDark) { document.documentElement.dataset.theme = "light"; redraw(); }
    });
    window.addEventListener("afterprint", () => { if (wasDark) { document.documentElement.dataset.theme = "dark"; redraw(); } });
    listenToMap();
    await redraw();
    if (location.hash) await goTo();
    document.documentElement.dataset.ready = "yes";
  };
  start();
})();
