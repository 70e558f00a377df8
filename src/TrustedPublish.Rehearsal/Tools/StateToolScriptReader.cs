using System.Globalization;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>The grammar of build scripts (ActiveState/cli pkg/buildscript raw.go).</summary>
public sealed class StateToolScriptReader(IReadOnlyList<StateToolToken> tokens)
{
    private int _place;

    private StateToolToken Current => tokens[_place];

    /// <summary>The info block, where there is one, and all assignments; at least one.</summary>
    public (string? Info, IReadOnlyList<StateToolValue.Assignment> Assignments) ReadScript()
    {
        string? info = null;
        if (Current.Kind == StateToolTokenKind.RawString)
        {
            // Three backticks are an empty raw string and the beginning of another one.
            Expect(StateToolTokenKind.RawString);
            info = Expect(StateToolTokenKind.RawString);
            Expect(StateToolTokenKind.RawString);
        }

        var assignments = new List<StateToolValue.Assignment>();
        do assignments.Add(ReadAssignment());
        while (Current.Kind != StateToolTokenKind.End);
        return (info, assignments);
    }

    private StateToolValue.Assignment ReadAssignment()
    {
        var key = Expect(StateToolTokenKind.Name);
        ExpectMark("=");
        return new(key, ReadValue());
    }

    private StateToolValue ReadValue()
    {
        var token = Current;
        switch (token.Kind)
        {
            case StateToolTokenKind.String:
                _place++;
                return new StateToolValue.Text(token.Text);
            case StateToolTokenKind.Number when double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                _place++;
                return new StateToolValue.Number(number);
            case StateToolTokenKind.Name when IsMark(_place + 1, "("):
                _place += 2;
                return new StateToolValue.Call(token.Text, ReadUntil(")", ReadValue));
            case StateToolTokenKind.Name when token.Text == "null":
                _place++;
                return new StateToolValue.Null();
            case StateToolTokenKind.Name when IsMark(_place + 1, "="):
                return ReadAssignment();
            case StateToolTokenKind.Name:
                _place++;
                return new StateToolValue.Name(token.Text);
            case StateToolTokenKind.Mark when token.Text == "[":
                _place++;
                return new StateToolValue.Sequence(ReadUntil("]", ReadValue));
            case StateToolTokenKind.Mark when token.Text == "{" && !IsMark(_place + 1, "}"):
                _place++;
                return new StateToolValue.Map(ReadUntil("}", ReadAssignment));
            default:
                throw Unexpected();
        }
    }

    /// <summary>Items with commas between them and perhaps one behind the last.</summary>
    private List<T> ReadUntil<T>(string end, Func<T> read)
    {
        var items = new List<T>();
        while (!IsMark(_place, end))
        {
            items.Add(read());
            if (IsMark(_place, end)) break;
            ExpectMark(",");
        }

        ExpectMark(end);
        return items;
    }

    private bool IsMark(int place, string mark) => place < tokens.Count && tokens[place] is { Kind: StateToolTokenKind.Mark } token && token.Text == mark;

    private string Expect(StateToolTokenKind kind) => Current.Kind == kind ? tokens[_place++].Text : throw Unexpected();

    private void ExpectMark(string mark)
    {
        if (!IsMark(_place, mark)) throw Unexpected();
        _place++;
    }

    private StateToolException Unexpected() => StateToolLexer.Fault(Current.Line, Current.Column, $"unexpected token \"{(Current.Kind == StateToolTokenKind.End ? "<EOF>" : Current.Text)}\"");
}
