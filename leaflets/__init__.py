# SPDX-License-Identifier: MIT
"""Leaflets: one YAML file of risks and organisations becomes leaflets and posters, for print and for screen.

load -> validate -> translate -> compose -> fit -> render -> finish or impose -> preflight -> publish: each stage is one
module that takes values and returns values; only the doors know the order. Doors may import everything; a stage imports
its parts and vocabulary, never another stage; vocabulary imports vocabulary. A test holds this table.

Doors: people and worker processes come in
    start       the first lines: answers at once, or sees that Python has what it takes and goes on
    unchanged   has anything changed since the same command last built everything?
    notes       what a build that went well read and said
    cli         the verbs: words on the command line become calls, results become lines or JSON and an exit code
    command     what every verb shares: options, and what happens to what a verb raises
    report      how results, progress and problems look in a terminal, in a file and as JSON
    build       the stages in order, for a whole project: open, select, let workers make, publish
    scribe      composes each layout and writes its recipe: all that making it takes
    working     gives out work: from the cache what has not changed, from workers the rest
    make        the stages in order, for one layout, inside a worker
    preload     imports what workers need, once for all of them
    preload_press  the same with what press editions take
    pressroom   makes and judges the press edition, inside a worker
    check       the same without writing; lists of editions and facts
    pack        press files, specification, checks and proof in a zip for the printer
    finished    finished editions by name, and writing beside them
    verbs_print the verb `print`
    verbs_site  the verb `site`: the download site, made or shown
    verbs_sheets  the verbs `impose` and `tile`: finished editions on larger sheets, or over smaller ones
    verbs_watch  the verb `watch`
    watching    a project held open, drawn layout by layout as it changes, inside a worker
    preview     what `watch` shows: the worker, what is drawn next, the pages, the server
    translating  the files of locales/: extract, update, status, approve
    reviewing   how far translations are, who approves them
    tongue      a language in which a project is printed, its catalogue and its review
    record      what each layout prints: messages with their panels, for catalogues and reviews
    exchanging  parcels for agencies and checkers, and what they send back
    verbs_translate  the verbs `translate ...`
    verbs_exchange  the verbs `translate export` and `translate import`
Stages, in the order the data flows
    load        data.yaml to plain values that remember file, line and column
    validate    plain values to the model, every problem at once
    words       reads over every sentence: safety, manner, what must be there
    catalogue   what each sentence is in another language, and whether it may be printed
    exchange    messages to spreadsheets and XLIFF, and back: what may be taken
    compose     project and layout to HTML, stylesheets and a record of codes and facts
    fit         does it fit its panels? tightens within limits, or says what is too long
    render      HTML to one tagged PDF, a page for each panel
    finish      that PDF to the screen edition
    press       that PDF to flat sheets in inks, PDF/X-4, for a commercial printer
    impose      that PDF to the sheets of an office printer
    gang        a press edition on a printer's sheet as often as it fits
    tile        a poster over sheets of an ordinary printer's paper
    stamp       DRAFT across every page
    preflight   reads a finished file back
    presscheck  reads a press file back: may a printer have it?
    cache       what came of each recipe, by its key; finished files by their content
    publish     files, checksums, manifest; exchanges the folder
    sites       a list of schools and clinics to delivery points
    specification  an order as a printer reads it: pages, packing slips, JSON
    proof       press files cut to the trim, in low resolution, for signing off
    facts       every printed fact, its age, the date that a person gives it
    site        what has been built to the pages and files of the download site
    starter     a new project
    doctor      what this machine lacks
Parts of one stage
    engine      of render: starts WeasyPrint closed in
    tags        of render: what the tags of a PDF need besides
    textlayer   of render: what the letters of a PDF read back as
    outlines    of render: icons and QR codes that were drawn before are copied
    complaints  of render: what WeasyPrint says, as problems
    inks        of press: colours of a content stream become the palette's inks
    pictures    of press: pictures made of pixels become inks
    slug        of press: marks, slug line and warning outside the bleed
    strips      of gang: free paper beyond the bleed for words
    cutmarks    of tile: lines to cut along, strips that take the glue
    assembly    of tile: the page that shows how the sheets go together
    glyphs      of preflight: what stands on a page from left to right
    structure   of preflight: boxes, fonts, tags, links
    edit        of facts: changes a value in YAML text and no other character
Vocabulary
    problems    what is wrong, where, what to do; exit codes
    kinds       what a slug, a line, a phone number must look like
    printing    what data.yaml says of printing
    model       publisher, organisations, risks, publications
    edition     layouts and editions, by name
    messages    sentences that are translated, each with its place
    letters     which letters run from right to left, which glyphs do not tell
    pseudo      English made longer, or turned round, to test designs
    language    what the layout must know about a language
    languagelist  languages.yaml to languages and fonts by name
    languagefile  a project's own languages.yaml
    sheet       formats in millimetres
    colour      contrast; RGB and CMYK
    intent      the printing condition and its colour profile
    placing     finished pages on sheets, as vectors
    paper       sheets of paper by name
    grid        how copies lie on a printer's sheet, and where it is cut
    lettering   lines of text on a sheet, in an embedded font
    landmarks   where codes and lines of text stand on a page
    qr          an address as a vector symbol
    raster      pages as pictures, QR codes read from them
    shortlinks  the short addresses that the download site forwards
    design      what a design asks of a publication
    expected    what a finished edition must be
    expecting   that, by what data.yaml says
    recipe      all that making a layout takes; what came of making an edition
    larder      files, fonts and inks that makers look up by name
    tools       what draws pages and checks files on this machine, and its versions
    composed    what composing gives and rendering takes
    pace        what in a design's stylesheets is slow
    drawn       what rendering gives and fitting measures
    built       what a build or a check has done
    job         what a worker is given and gives back
    live        what the worker of `watch` gives to the pages that show it
    watcher     which files have changed and are at rest
    order       what is to be printed, how many, on which paper, for whom
    selection   patterns that choose editions
    manifest    the entries of manifest.json
    metadata    what a PDF says about itself
    resources   finds files: the project's own, else the package's
    needs       what must be there before anything else can be imported
    fault       the log of a fault of ours
    spawning    where worker processes come from
    workers     processes of their own for jobs
    schema      the JSON Schema that editors use
    forms       patterns of the model, in words
    sentences   what pydantic says, in plain sentences
    places      where each value of a YAML file stands
    source      the text of a file, or why it cannot be read
    yamltext    YAML text to values and places
    yamlevents  what stands in YAML text, from the faster of two parsers; what a word without quotes means
    syntax      what the YAML reader says, in plain words
"""

__version__ = "0.1.0"
