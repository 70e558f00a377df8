namespace TrustedPublish.Unit.Rules;

/// <summary>Texts in reStructuredText; docutils 0.19, set up as readme_renderer does it, was asked about each.</summary>
internal static class Texts
{
    /// <summary>What it renders without a warning.</summary>
    public static IReadOnlyList<string> Sound { get; } =
    [
        "=====\nTitle\n=====\n\nText\n\nPart\n----\n\nSection\n~~~~~~~\n\nPart two\n--------\n\nText\n",
        "===\nTitle\n===\n\nx\n",
        "Title\n=====\n\n* a\n* b\n\n  more\n\n.. code-block:: python\n\n   *x\n",
        "# T\n\n```\nx\n```\n\n[a](http://b)\n",
        "A *star*, **two**, ``code *``, `term`, a\\*b, 2 * 3, \"*\", (*), x*y* and `docs <https://example.org>`_.\n",
        "See foo_ and `a phrase`_ and this__.\n\n.. _foo: https://example.org/foo\n.. _a phrase: https://example.org/phrase\n\n__ https://example.org/this\n",
        "A title_ can be referred to.\n\nTitle\n-----\n\nx\n",
        "`here <https://example.org>`_ and `here <https://example.org>`_\n",
        "|version| [#]_ [1]_\n\n.. |version| replace:: 1.0\n.. [#] one\n.. [1] two\n",
        ".. image:: https://example.org/x.png\n   :alt: x\n   :target: https://example.org\n\n.. note:: text\n\n.. admonition:: Words\n\n   text\n",
        ".. role:: own\n\n:own:`x`, :sub:`2` and H\\ :sup:`3`\n",
        "x::\n\n  ===\n  T\n  ===\n  ``T\n\n> quoted::\n\n> a\n> b\n",
        "term\n  text\nterm two\n  text\n\n:field: text\n:other: text\n\n-o  an option\n--long=FILE  another\n",
        "1. a\n3. b\n\n(a) one\n(#) two\n\n| verse\n| verse\n\n>>> 1 + *x\n2\n",
        "=====  =====\nA      B\n=====  =====\n1      2 and more\n=====  =====\n\n+---+---+\n| x | y |\n+===+===+\n| 1 | 2 |\n+---+---+\n",
        "text\n\n----\n\nmore\n\n---\n\n...\n",
        "--\n  a line of punctuation and a definition\n",
        "+-----+\n\nx\n",
        ".. A comment: **open\n   and more\n\ntext\n",
    ];

    /// <summary>What ends the rendering, each for one reason.</summary>
    public static IReadOnlyList<string> Broken { get; } =
    [
        "See :class:`Demo`.\n", "`Demo`:ref:\n", ".. automodule:: x\n", ".. toctree::\n   a\n", ".. versionadded:: 1.0\n", ".. raw:: html\n\n   <b>x</b>\n", ".. include:: x.rst\n",
        ".. role:: html(raw)\n   :format: html\n\n:html:`<b>`\n",
        "This ``is open\n", "This **is open\n", "This *is open\n", "This `is open\n", "This |is open\n",
        "See foo_.\n", "See `a phrase`_.\n", "See this__.\n", "|version|\n", "x [#]_\n", "x [1]_\n",
        ".. _a: https://example.org/1\n.. _a: https://example.org/2\n\nx\n", "`here <https://example.org/1>`_ and `here <https://example.org/2>`_\n", ".. _a https://example.org\n\nx\n",
        "Long title\n====\n\ntext\n", "=====\nTitle longer\n=====\n", "====\nAB\n----\n", "=====\nTitle\n\nText\n", "text\n\n====\ntext\n",
        "A\n=\n\nB\n-\n\nC\n~\n\nA\n=\n\nC\n~\n", "x\n\n  Title\n  =====\n",
        "* a\n* b\ntext\n", "* a\n b\n", "1. a\n2. b\ntext\n", "text\n\n  quote\ntext\n", ".. note:: x\ntext\n", "a\n  b\nc\n", ":a: b\nc\n", "a\nb\n  c\n", "x::\n\n  y\nz\n", "x::\n\ny\n", "| a | b |\n|---|---|\n| c | d |\n",
        "a\n\n----\n", "----\n\na\n", "a\n\n----\n\n----\n\nb\n",
        ".. image::\n", ".. image:: x.png\n   :foo: bar\n", ".. code-block:: python\n   :linenos:\n\n   x\n", ".. code-block:: python\n", ".. note::\n", ".. image:: x.png\n\n   text\n", ".. replace:: x\n", ".. |x| text\n\n|x|\n",
        "+---+\n| x |\n+---\n", "=== ===\na   b\n=== ===\nlonger than its column\n", "=== ===\na   b\n=== ====\n\nx\n", "=== ===\nabcd e\n=== ===\n",
        ".. a comment\n", ".. _a: https://example.org\n",
    ];
}
